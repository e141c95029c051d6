namespace Bot.Infrastructure.Line.Events;

/// <summary>One webhook POST: to which bot, and what happened, possibly to many residents.</summary>
public sealed record LineDelivery(string Destination, Bot.Domain.Kernel.Items<LineEvent> Events);
