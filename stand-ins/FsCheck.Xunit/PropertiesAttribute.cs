namespace FsCheck.Xunit;

/// <summary>Settings shared by every property of a class and its nested classes, or of an assembly.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly)]
public class PropertiesAttribute : PropertyAttribute;
