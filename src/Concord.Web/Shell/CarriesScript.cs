namespace Concord.Web.Shell;

/// <summary>
/// The page works without script and does more with it: it may load files of ours and talk to this host (decisions/0024). Every other page may do neither.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CarriesScriptAttribute : Attribute;
