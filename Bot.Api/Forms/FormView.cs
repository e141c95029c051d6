using Bot.Api.Forms.Pages;
using Bot.Domain.Kernel;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Forms;

/// <summary>Makes the page of a sheet, with the token that lets only this browser send it.</summary>
internal sealed class FormView(IAntiforgery antiforgery, PageSeal seal)
{
    public IResult Of(
        HttpContext context, TownFace face, Sheet sheet, Items<Field> fields, string browser, int status = StatusCodes.Status200OK)
    {
        PageAntiforgery.Bind(context, browser);
        var check = antiforgery.GetAndStoreTokens(context);
        return new RazorComponentResult<FormPage>(new
        {
            Screen = Screen.Of(face, sheet.Language),
            Form = face.Forms[sheet.Form],
            Fields = fields,
            CheckName = check.FormFieldName,
            Check = check.RequestToken!,
            Seal = seal.Close(sheet),
            Away = status == StatusCodes.Status503ServiceUnavailable,
        })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };
    }
}
