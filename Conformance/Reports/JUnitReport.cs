using System.Globalization;
using System.Text;
using System.Xml;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>junit.xml: one test case a clause; failure type is the clause's id, everything not checked is skipped with its reason.</summary>
public static class JUnitReport
{
    public static string Render(RunResult result)
    {
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = Encoding.UTF8 }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            Attributes(xml, ("name", $"daxspec {result.Target.Name}"), ("tests", Number(result.Clauses.Length)),
                ("failures", Number(result.CountOf(Status.Broken))), ("errors", Number(result.CountOf(Status.Error) + result.Errors.Length + Stale(result))),
                ("skipped", Number(result.CountOf(Status.NotObservable) + result.CountOf(Status.NotSupported))));
            Properties(xml, result);
            foreach (var clause in result.Clauses) WriteClause(xml, clause, result);
            foreach (var (waiver, _, status) in result.Waivers.Where(w => w.Status == Status.UnexpectedPass))
                WriteError(xml, $"known deviation {waiver.Id}", Words.Of(status), "the known deviation no longer occurs: remove it from models/waivers, or narrow its profiles");
            foreach (var own in result.Own.Where(w => w.Fails)) WriteError(xml, $"waiver {own.Waiver.Id}", Words.Of(own.State), WaiverText.Line(own));
            foreach (var (name, reason) in result.Errors) WriteError(xml, name, "error", reason);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return text + "\n";
    }

    private static int Stale(RunResult result) => result.Waivers.Count(w => w.Status == Status.UnexpectedPass) + result.Own.Count(w => w.Fails);

    private static void Properties(XmlWriter xml, RunResult result)
    {
        xml.WriteStartElement("properties");
        foreach (var (name, value) in new[] { ("target", result.Target.Name), ("profile", result.Profile), ("oracle", result.Oracle.ToString()), ("seed", Number((long)result.Seed)), ("operations", Number(result.Operations)) })
        {
            xml.WriteStartElement("property");
            Attributes(xml, ("name", name), ("value", value));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteClause(XmlWriter xml, ClauseResult clause, RunResult result)
    {
        xml.WriteStartElement("testcase");
        Attributes(xml, ("classname", $"daxspec.{clause.Id.Split('-')[0]}"), ("name", $"{clause.Id} {clause.Data.Sentence}"));
        switch (clause.Status)
        {
            case Status.Broken:
                xml.WriteStartElement("failure");
                Attributes(xml, ("type", clause.Id), ("message", $"got {clause.Finding!.Observed.Got}; allowed {clause.Finding.Observed.Allowed}"));
                xml.WriteString("\n" + string.Join('\n', FindingText.Lines(clause.Data, clause.Finding, result.Target.Name)) + "\n");
                xml.WriteEndElement();
                break;
            case Status.Error:
                xml.WriteStartElement("error");
                Attributes(xml, ("type", "error"), ("message", clause.Reason));
                xml.WriteEndElement();
                break;
            case Status.NotObservable or Status.NotSupported:
                xml.WriteStartElement("skipped");
                Attributes(xml, ("message", $"{Words.Of(clause.Status)}: {clause.Reason}"));
                xml.WriteEndElement();
                break;
            case Status.Waived or Status.Unconstrained:
                xml.WriteElementString("system-out", $"{Words.Of(clause.Status)} {clause.Reason}".Trim());
                break;
        }
        xml.WriteEndElement();
    }

    private static void WriteError(XmlWriter xml, string name, string type, string message)
    {
        xml.WriteStartElement("testcase");
        Attributes(xml, ("classname", "daxspec.run"), ("name", name));
        xml.WriteStartElement("error");
        Attributes(xml, ("type", type), ("message", message));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes) xml.WriteAttributeString(name, value);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed class Utf8Writer : StringWriter
    {
        public override Encoding Encoding => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }
}
