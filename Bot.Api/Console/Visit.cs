using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Console;

/// <summary>One request of a signed-in member of staff, who holds the right that its endpoint names. Bound by the framework to a parameter of that type.</summary>
public sealed class Visit(HttpContext http, TownProfile town, StaffSession session, string token, DateTimeOffset now)
{
    /// <summary>The town or union for which the member of staff works.</summary>
    public TownProfile Town => town;

    public TownId TownId => town.Id;

    public StaffMember Staff => session.Staff;

    public StaffSession Session => session;

    /// <summary>The token of this session; its hash is the session's key.</summary>
    public string Token => token;

    public Actor Actor { get; } = Actor.Of(session.Staff);

    public DateTimeOffset Now => now;

    public DateOnly Today => JapanTime.Day(now);

    public HttpContext Http => http;

    public CancellationToken Stop => http.RequestAborted;

    /// <summary>What was said on the page before, such as "取り消しました".</summary>
    public Told? Told { get; init; }

    public bool May(Right right) => Staff.May(right);

    /// <summary>The address of a page of this town's console.</summary>
    public string To(string path = "") => $"/console/{town.Id.Value}/{path}";

    /// <summary>A field of the posted form, trimmed and without what no keyboard types; empty when it is missing.</summary>
    public string Field(string name) => http.Request.HasFormContentType ? Clean(http.Request.Form[name].ToString()) : "";

    /// <summary>All fields of that name, as check boxes post them.</summary>
    public IReadOnlyList<string> Fields(string name) => http.Request.HasFormContentType ? [.. http.Request.Form[name].OfType<string>().Select(Clean)] : [];

    public bool Has(string name) => http.Request.HasFormContentType && http.Request.Form.ContainsKey(name);

    public string Query(string name) => http.Request.Query[name].ToString().Trim();

    /// <summary>A page. Its parameters come from an anonymous object; <c>Visit</c> is added.</summary>
    public IResult Page<TPage>(object? with = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Visit"] = this };
        if (with is not null)
        {
            foreach (System.ComponentModel.PropertyDescriptor property in System.ComponentModel.TypeDescriptor.GetProperties(with))
            {
                parameters[property.Name] = property.GetValue(with);
            }
        }

        return new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>The page again, with what is wrong with the form.</summary>
    public IResult Refuse<TPage>(object? with = null)
        where TPage : IComponent => Page<TPage>(with, StatusCodes.Status422UnprocessableEntity);

    /// <summary>After a change: another page, which says what was done.</summary>
    /// <param name="path">Below this town's console.</param>
    /// <param name="undo">Where a post takes it back, if it can be taken back.</param>
    public IResult Go(string path, string? told = null, string? undo = null)
    {
        if (told is not null)
        {
            ToldCookie.Give(http, new Told(told, undo is null ? null : To(undo)));
        }

        http.Response.Headers.Location = To(path);
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>There is no such thing here, or it is another town's: the same answer, and a line in the audit log.</summary>
    public IResult NotFound() => Page<NotFoundPage>(status: StatusCodes.Status404NotFound);

    private static string Clean(string text) =>
        string.Concat(JapaneseText.Whole(text.ReplaceLineEndings("\n")).Where(c => c is '\n' or '\t' || !(char.IsControl(c) || c is '\uFFFD' or '\uFFFE' or '\uFFFF'))).Trim();

    /// <summary>How minimal APIs bind a parameter of this type.</summary>
    public static ValueTask<Visit?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<Visit>());
}
