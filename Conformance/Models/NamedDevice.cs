using Conformance.Reference.Histories;

namespace Conformance.Models;

/// <summary>A named geometry (models/devices), written "@NAME" wherever a device is wanted.</summary>
public sealed record NamedDevice(string Name, string Says, Geometry Geometry);
