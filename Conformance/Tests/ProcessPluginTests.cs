using Conformance.CommandLine;

namespace Conformance.Tests;

/// <summary>exec: as its user meets it: real processes, right ones and wrong ones.</summary>
public sealed class ProcessPluginTests : IDisposable
{
    /// <summary>A driver in shell that answers hello and open and then does as it is told.</summary>
    private const string Shell = """
        read l; echo '{"id":1,"daxspec":1,"name":"in shell","members":["direct_access"]}'
        while read l; do
          id=${l#*:}; id=${id%%,*}
          case $l in *'"open"'*) echo "{\"id\":$id,\"result\":0}";; *) ANSWER;; esac
        done
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-test-");

    private static string Sample => $"exec:{PluginRun.Python.Value} -S {Path.Join(PluginRun.Samples, "python", "sample.py")}";

    [ToolFact("python3")]
    public void The_sample_conforms()
    {
        var (code, output, error) = PluginRun.Check(Sample, _directory.FullName, "--cases", "2000");
        Assert.True(code == ExitCodes.Conforms, output + error);
    }

    [ToolTheory("python3")]
    [InlineData("bytes-instead-of-pages", "DA-08")]
    [InlineData("ends-one-page-late", "DA-08")]
    [InlineData("forgets-the-offset", "DA-11")]
    [InlineData("keeps-the-poison", "ZP-13")]
    [InlineData("writes-one-byte-short", "RW-05")]
    [InlineData("prints-to-stdout", "PL-03")]
    [InlineData("answers-twice", "PL-03")]
    [InlineData("raises", "PL-01")]
    public void A_broken_switch_is_found(string name, string clause)
    {
        var (code, output, _) = PluginRun.Check($"{Sample} --break {name}", _directory.FullName, "--filter", clause);
        Assert.StartsWith($"{clause}  ", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Broken, code);
    }

    [ToolFact("python3")]
    public void An_exception_is_told_with_its_traceback() =>
        Assert.Contains("RuntimeError: zero_page_range is broken on demand", PluginRun.Check($"{Sample} --break raises", _directory.FullName, "--filter", "PL-01").Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("echo garbage", "PL-03", "it is no JSON")]
    [InlineData("""echo "{\"id\":99,\"result\":1}" """, "PL-03", "id is 99")]
    [InlineData("""echo "{\"id\":$id,\"result\":\"one\"}" """, "PL-03", "result is \"one\"")]
    [InlineData("""echo "{\"id\":$id,\"result\":1,\"colour\":1}" """, "PL-03", "unknown key colour")]
    [InlineData("""echo "{\"id\":$id,\"id\":$id,\"result\":1}" """, "PL-03", "stands there twice")]
    [InlineData("""echo "[$id]" """, "PL-03", "it is a JSON array")]
    [InlineData("""echo "{\"id\":$id}" """, "PL-03", "result is missing")]
    [InlineData("""yes | tr -d '\n' | head -c 1500000""", "PL-03", "longer than 1048576 bytes")]
    [InlineData("exec >&-", "PL-01", "it closed its standard output and runs on")]
    [InlineData("exit 3", "PL-01", "exited with code 3")]
    [InlineData("kill -SEGV $$", "PL-01", "killed by SIGSEGV")]
    [InlineData("""echo "{\"id\":$id,\"result\":-95}" """, "PL-04", "direct_access answered -EOPNOTSUPP")]
    public void A_wrong_answer_is_found_and_told(string answer, string clause, string words)
    {
        var (code, output, error) = Check(Shell.Replace("ANSWER", answer, StringComparison.Ordinal), clause);
        Assert.True(code == ExitCodes.Broken, output + error);
        Assert.StartsWith($"{clause}  ", output, StringComparison.Ordinal);
        Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_that_hangs_is_found_in_a_bounded_time()
    {
        const string Sleep = "sleep 86399.75";
        var (code, output) = PluginRun.CheckWithin(1, $"exec:{Script(Shell.Replace("ANSWER", Sleep, StringComparison.Ordinal))}", _directory.FullName, "--filter", "PL-02");
        Assert.Contains("no answer in", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Broken, code);
        // What the driver started goes with it.
        Assert.DoesNotContain(Sleep, ProcessTable.Ids.Select(p => ProcessTable.Read(p, "cmdline").TrimEnd('\0').Replace('\0', ' ')));
    }

    [Fact]
    public void What_a_killed_run_left_in_memory_goes_with_the_next_run()
    {
        // No process has an id above the kernel's limit of 2^22.
        var (left, other) = (Directory.CreateDirectory("/dev/shm/daxspec-4194305-left"), Directory.CreateDirectory($"/dev/shm/daxspec-{Environment.ProcessId}-other"));
        try
        {
            _ = Check(Shell.Replace("ANSWER", "exit 1", StringComparison.Ordinal), "PL-01");
            Assert.False(Directory.Exists(left.FullName));
            Assert.True(Directory.Exists(other.FullName));
        }
        finally
        {
            other.Delete();
        }
    }

    [Fact]
    public void A_driver_that_floods_standard_error_is_answered_all_the_same() =>
        Assert.Contains("earlier lines left out", Check(Shell.Replace("ANSWER", "seq 100000 >&2; exit 1", StringComparison.Ordinal), "PL-01", report: true).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("exec:./not-there", "not found")]
    [InlineData("exec:true", "exited with code 0")]
    [InlineData("exec:cat", "there is an unknown key call")]
    [InlineData("""exec:echo '{"id":1,"daxspec":2,"name":"x","members":["direct_access"]}'; cat""", "daxspec is 2")]
    [InlineData("""exec:echo '{"id":1,"daxspec":1,"name":"x","members":["zero_page_range"]}'; cat""", "members has no direct_access")]
    [InlineData("""exec:echo '{"id":1,"daxspec":1,"name":"x","members":["direct_acess"]}'; cat""", "members has \"direct_acess\"")]
    [InlineData("""exec:echo '{"id":1,"daxspec":1,"name":"x","members":["direct_access"],"page_sizes":[512]}'; cat""", "page_sizes has 512")]
    public void What_does_not_say_hello_is_refused_with_what_was_wanted(string target, string words)
    {
        var (code, _, error) = PluginRun.Check(target, _directory.FullName);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Contains("; wanted ", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Harness, code);
        Assert.Equal(ExitCodes.Harness, PluginRun.Daxspec("smoke", target).Code);
    }

    [ToolFact("python3")]
    public void Smoke_says_ok_step_by_step()
    {
        var (code, output, _) = PluginRun.Daxspec("smoke", Sample);
        Assert.Equal(ExitCodes.Conforms, code);
        Assert.Contains("ok     translate the first page\n       -> {\"id\":2,\"call\":\"open\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nwrong ", output, StringComparison.Ordinal);
    }

    [ToolFact("python3")]
    public void Smoke_says_which_message_is_wrong_and_how()
    {
        var (code, output, _) = PluginRun.Daxspec("smoke", $"{Sample} --break prints-to-stdout");
        Assert.Equal(ExitCodes.Broken, code);
        Assert.Contains("wrong  zero a page", output, StringComparison.Ordinal);
        Assert.Contains("found   zeroing 1 (line 17 of its output)", output, StringComparison.Ordinal);
        Assert.Contains("wanted  {\"id\":17,...}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Smoke_shows_what_is_not_declared() =>
        Assert.Contains("-      zero a page: not supported, the driver does not declare it", PluginRun.Daxspec("smoke", $"exec:{Script(Shell.Replace("ANSWER", "exit", StringComparison.Ordinal))}").Output, StringComparison.Ordinal);

    public void Dispose() => _directory.Delete(recursive: true);

    private (int Code, string Output, string Error) Check(string script, string clause, bool report = false)
    {
        var (code, output, error) = PluginRun.Check($"exec:{Script(script)}", _directory.FullName, "--filter", clause);
        return (code, report ? output + File.ReadAllText(Path.Join(_directory.FullName, "out", "run.jsonl")) : output, error);
    }

    private string Script(string text)
    {
        var file = Path.Join(_directory.FullName, "driver.sh");
        File.WriteAllText(file, text);
        return $"sh {file}";
    }
}
