using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class The_private_page_holds_what_is_stored_to_it() : Clause("CP-12", OpCode.cow_load, OpCode.cow_store)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var page = step.State.PrivatePage;
        if (!page.Exists) return NotApplicable;
        var store = step.Operation.Code == OpCode.cow_store;
        var size = (ulong)step.Geometry.PageSize;
        if (!store && page.DeviceChanged(step.State.Contents) || store && (step.Operation[0] > size || step.Operation[1] > size - step.Operation[0])) return NotApplicable;
        if (!(store ? page.TryDigestAfterStore(step, out var wanted) : page.TryDigest(step, out wanted))) return NotApplicable;
        if (!step.Sees(Aspect.Cow)) return step.Success < 0 ? Judgement.Broken(step.Got(), "0", "a private page exists, and the bytes lie inside it") : NotObservable;
        return step.Outcome[Aspect.Cow] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Cow), $"cow=#{wanted:x16}", $"the page is a copy of page {Text.Number(page.Source)}{(store || page.IsStoredTo ? " with what was stored to it since" : "")}");
    }
}
