using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;
using static Bot.Infrastructure.Line.Messages.LineAction;

namespace Bot.Tests.Line.Messages;

/// <summary>Every message and action that we can write, with every property set somewhere.</summary>
internal static class MessageSamples
{
    public const string Picture = "https://example.com/a.png";

    public static LineAction Tap { get; } = new Postback("選ぶ", "k1")
    {
        DisplayText = "選ぶ",
        InputOption = InputOption.OpenKeyboard,
        FillInText = "例",
    };

    private static LineAction[] EveryChip =>
    [
        Tap,
        new Message("はい", "はい"),
        new LineAction.Uri("開く", "https://example.com/f/abc"),
        new PickDate("日を選ぶ", "k2", new(new DateOnly(2026, 12, 1), new DateOnly(2026, 11, 25), new DateOnly(2027, 1, 31))),
        new PickTime("時刻", "k3", new(new TimeOnly(9, 0), new TimeOnly(8, 30), new TimeOnly(17, 15))),
        new PickDateTime("日時", "k4", new(null, At(9), At(17))),
        new Camera("撮る"),
        new CameraRoll("写真から"),
        new LineAction.Location("場所"),
        new Clipboard("写す", "1234-5678"),
    ];

    public static IReadOnlyDictionary<string, LineMessage> All { get; } = new Dictionary<string, LineMessage>(StringComparer.Ordinal)
    {
        ["text"] = new LineMessage.Text("粗大ごみ $ 🏁 \"引用\" <b>")
        {
            Emojis = [new TextEmoji(5, "5ac1bfd5040ab15980c9b435", "001")],
            QuoteToken = "q3Plxr4AgKd",
            QuickReply = [.. EveryChip.Select(action => new QuickReplyItem(action, Picture))],
            Sender = new Sender("星見町", Picture),
        },
        ["sticker"] = new LineMessage.Sticker("446", "1988") { QuoteToken = "q" },
        ["image"] = new LineMessage.Image(Picture, Picture),
        ["location"] = new LineMessage.Location("役場", "星見町本町1-1", new GeoPoint(35.5, 139.5)),
        ["buttons"] = Template(new LineTemplate.Buttons("どうしますか？", [Tap, EveryChip[1], EveryChip[2], EveryChip[3]])
        {
            Title = "粗大ごみ",
            ThumbnailImageUrl = Picture,
            DefaultAction = new LineAction.Uri(null, "tel:0999123456"),
        }),
        ["confirm"] = Template(new LineTemplate.Confirm("よろしいですか？", Tap, EveryChip[1])),
        ["carousel"] = Template(new LineTemplate.Carousel(
        [
            new TemplateColumn("ソファ", [Tap]) { Title = "一", ThumbnailImageUrl = Picture, DefaultAction = EveryChip[2] },
            new TemplateColumn("机", [Tap]) { Title = "二", ThumbnailImageUrl = Picture },
        ])),
        ["bubble"] = new LineMessage.Flex("確認", Bubble),
        ["bubbles"] = new LineMessage.Flex("一覧", new FlexContainer.Carousel([Bubble, Bubble with { Hero = null }])),
    };

    public static FlexContainer.Bubble Bubble => new(
        new FlexComponent.Box(FlexLayout.Vertical,
        [
            new FlexComponent.Text("受付内容")
            {
                Size = "lg", Color = "#1A237E", Bold = true, MaxLines = 2, Align = FlexAlign.Start, Gravity = FlexGravity.Center, Margin = "md",
                Flex = 2, Decoration = FlexDecoration.LineThrough, Action = Tap, Spans = [new FlexSpan("受付") { Size = "xs", Color = "#000000", Bold = true }],
            },
            new FlexComponent.Separator("#E0E0E0") { Margin = "lg" },
            new FlexComponent.Box(FlexLayout.Baseline, [new FlexComponent.Icon(Picture) { Size = "sm", Margin = "xs" }, new FlexComponent.Text("ソファ") { Wrap = false }])
            {
                Spacing = "sm", PaddingAll = "12px", BackgroundColor = "#FFFFFF", BorderColor = "#E0E0E0", BorderWidth = "light", CornerRadius = "md",
                Width = "100%", Height = "40px", JustifyContent = FlexJustify.SpaceBetween, AlignItems = FlexItems.FlexStart, Action = EveryChip[2], Margin = "sm",
            },
        ]))
    {
        Size = BubbleSize.Kilo,
        Header = new FlexComponent.Box(FlexLayout.Horizontal, [new FlexComponent.Text("星見町")]),
        Hero = new FlexComponent.Image(Picture) { Size = "full", AspectRatio = "20:13", AspectMode = FlexAspectMode.Cover, Align = FlexAlign.Center, Action = Tap },
        Footer = new FlexComponent.Box(FlexLayout.Vertical,
        [
            new FlexComponent.Button(Tap) { Style = FlexButtonStyle.Primary, Color = "#06C755", Height = FlexButtonHeight.Sm, Gravity = FlexGravity.Bottom, ShrinkToFit = true },
            new FlexComponent.Button(EveryChip[9]) { Flex = 0 },
        ]),
        Action = EveryChip[1],
        HeaderBackground = "#F5F5F5",
        FooterBackground = "#FAFAFA",
        FooterSeparator = true,
    };

    public static LineMessage Template(LineTemplate content) => new LineMessage.Template("選んでください", content);

    private static DateTime At(int hour) => new(2026, 12, 1, hour, 0, 0, DateTimeKind.Unspecified);
}
