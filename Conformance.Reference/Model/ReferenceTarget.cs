using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Model;

/// <summary>The model as a target: <c>reference:PROFILE</c>. It takes any geometry and sees everything.</summary>
public sealed class ReferenceTarget(Profile profile) : ITarget
{
    public TargetDescription Description { get; } = new()
    {
        Name = $"reference:{profile.Name}",
        Title = $"The reference model, {profile.Title}",
        Profile = profile.Name,
        Observes = code => OperationSpec.For(code).Observable.Without(Aspect.Warned),
    };

    public IDeviceUnderTest Open() => new ReferenceDevice(profile);

    public void Dispose()
    {
    }
}
