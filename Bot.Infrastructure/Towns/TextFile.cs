using System.Text;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads text as clerks save it: UTF-8 with or without a mark, or what Japanese Excel writes (CP932).</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Cp932 =
        CodePagesEncodingProvider.Instance.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    public static string? Read(string path, FaultList faults)
    {
        if (faults.Bytes(path) is not { } bytes)
        {
            faults.Add(path, null, null, "ファイルがありません。infra/towns/README.md を見て作ってください。");
            return null;
        }

        foreach (var encoding in (Encoding[])[Utf8, Cp932])
        {
            try
            {
                return encoding.GetString(bytes).TrimStart('\uFEFF');
            }
            catch (DecoderFallbackException)
            {
                // not this one: try the next
            }
        }

        faults.Add(path, null, null, "文字コードが読めません。「CSV UTF-8（コンマ区切り）」またはUTF-8で保存し直してください。");
        return null;
    }
}
