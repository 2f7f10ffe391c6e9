using FsCheck.Xunit;

[assembly: Properties(MaxTest = StandIns.Tests.AssemblyLevel.MaxTest, Arbitrary = [typeof(StandIns.Tests.AssemblyLevel.Marks)])]
