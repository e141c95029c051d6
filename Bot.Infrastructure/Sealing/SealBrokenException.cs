namespace Bot.Infrastructure.Sealing;

/// <summary>Something under seal cannot be opened: it was moved or altered, or its key is not to be had. The message names no content.</summary>
public sealed class SealBrokenException(string message) : Exception(message);
