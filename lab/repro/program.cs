@DIRECTIVE@
@HEAD@
//
// @USAGE@
// Exit code 0: as promised, 1: not.
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Running;
using Conformance.Targets;

var history = HistoryText.ParseHistory(@HISTORY@);
var models = ModelSet.Load();
var profile = models.Profile(@PROFILE@);
using var target = new TargetFactory(models).Open(args.Length > 0 ? args[0] : @TARGET@, profile, args.Length > 1 ? args[1] : null);
using var examiner = new Examiner(new CheckOptions { Target = target, Profile = profile, Oracle = Oracle.Contract }, models);
var broken = 0;
examiner.Examine(0, history, b =>
{
    broken++;
    Console.WriteLine($"{b.Clause} step {b.Step + 1}: got {b.Got}; allowed {b.Allowed}; because {b.Because}");
});
foreach (var (operation, answer) in history.Operations.Zip(examiner.Answers(history)))
    Console.WriteLine($"{operation} -> {answer}");
return broken == 0 ? 0 : 1;
