namespace Concord.Web.Pages.Gaps.Interviews;

/// <summary>The address at which an interviewee signs off. The secret stands in the query, as in every link of ours: paths are written to logs, queries are not.</summary>
internal static class SignOffLink
{
    public const string Path = "/interviews/sign";

    public static string Address(string host, string secret) => $"{host.TrimEnd('/')}{Path}?secret={Uri.EscapeDataString(secret)}";
}
