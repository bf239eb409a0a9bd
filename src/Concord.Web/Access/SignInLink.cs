namespace Concord.Web.Access;

/// <summary>The address of a link that signs in once. Opening it only shows a button: mail scanners open links, they do not press buttons.</summary>
internal static class SignInLink
{
    public const string Path = "/link";

    public static string Address(string host, string secret) => $"{host.TrimEnd('/')}{Path}?secret={Uri.EscapeDataString(secret)}";
}
