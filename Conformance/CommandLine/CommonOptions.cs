using System.CommandLine;
using System.Globalization;
using Conformance.Models;
using Conformance.Reference.Profiles;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.CommandLine;

/// <summary>Arguments and options that commands share.</summary>
internal static class CommonOptions
{
    /// <summary>The generation that expectations are taken from when nothing names one.</summary>
    public const string DefaultProfile = "6.1";

    public static Argument<string> Target() => new("TARGET")
    {
        Description = $"what to check: {string.Join(", ", TargetFactory.Forms.Select(f => f.Form))}",
        DefaultValueFactory = _ => TargetFactory.Default,
    };

    public static Option<string?> Profile() => new("--profile") { HelpName = "NAME", Description = $"kernel generation to judge by (default {DefaultProfile}); 'daxspec list profiles' names them" };

    public static Option<string?> Exact() => new("--exact") { HelpName = "NAME", Description = "for lib: and exec: the driver claims to be nd_pmem of that generation, and is held against the exact model too" };

    /// <summary>The profile that --exact or --profile names, or null.</summary>
    /// <exception cref="UsageException">the target makes its own claim, or the two name different ones</exception>
    public static string? Claimed(string target, string? exact, string? profile)
    {
        if (exact is null) return profile;
        if (!TargetFactory.IsPlugin(target)) throw new UsageException($"--exact {exact}: {target} says itself what it claims to be; --exact is for lib: and exec:");
        return profile is null || profile == exact ? exact : throw new UsageException($"--exact {exact} and --profile {profile} name different generations: leave --profile out");
    }

    public static Option<bool> Json() => new("--json") { Description = "print the result as JSON" };

    public static Option<string?> WriteTo() => new("--write-to") { HelpName = "FILE", Description = "the FILE or device of the target that may be overwritten although it may hold data" };

    public static Option<Oracle> OracleOption()
    {
        var option = new Option<Oracle>("--oracle")
        {
            HelpName = "exact|contract|both",
            Description = "hold answers against the exact model of nd_pmem, the contract, or both (default)",
            DefaultValueFactory = _ => Oracle.Both,
            CustomParser = result => result.Tokens[0].Value switch
            {
                "exact" => Oracle.Exact,
                "contract" => Oracle.Contract,
                "both" => Oracle.Both,
                var other => Fail<Oracle>(result, $"--oracle {other}: wanted exact, contract or both"),
            },
        };
        return option;
    }

    public static Option<ulong> Seed() => new("--seed")
    {
        HelpName = "N",
        Description = $"seed of the generated cases, decimal or 0x hexadecimal (default {CheckOptions.DefaultSeed})",
        DefaultValueFactory = _ => CheckOptions.DefaultSeed,
        CustomParser = result => TryNumber(result.Tokens[0].Value, out var seed) ? seed : Fail<ulong>(result, $"--seed {result.Tokens[0].Value}: wanted 0 .. {ulong.MaxValue} or 0x..."),
    };

    public static Option<int?> SweepStep(int otherwise) => OptionalNumber("--sweep-step", $"run each n-th case of the edge sweep (default {otherwise}{(otherwise == 1 ? ": all of them" : "")})", 1, 1000);

    public static Option<int?> OptionalNumber(string name, string help, int least, int most) => new(name)
    {
        HelpName = "N",
        Description = help,
        CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most
            ? n : Fail<int?>(result, $"{name} {result.Tokens[0].Value}: wanted {least} .. {most}"),
    };

    /// <summary>The profile of --profile, of the target's own text, or the default.</summary>
    public static Profile Resolve(ModelSet models, string? option, string target)
    {
        var named = TargetFactory.ProfileIn(target);
        if (option is not null && named is not null && option != named)
            throw new UsageException($"{target} is judged as of {named}, but --profile says {option}: leave --profile out");
        var name = option ?? named ?? TargetFactory.ProfileFor(target, models) ?? DefaultProfile;
        return models.Profiles.FirstOrDefault(p => p.Name == name)
            ?? throw new UsageException($"there is no profile '{name}': wanted one of {string.Join(", ", models.Profiles.Select(p => p.Name))}");
    }

    public static bool TryNumber(string text, out ulong value) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static T Fail<T>(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default!;
    }
}
