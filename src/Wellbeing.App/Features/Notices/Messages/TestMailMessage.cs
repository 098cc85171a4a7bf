namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To an administrator who tries the mail settings out.</summary>
internal static class TestMailMessage
{
    public static MailBody Compose(MessageContext context)
    {
        var text = context.Text;
        return new MailBody(
            text["TestMail.Subject", context.Site.Name],
            context.Greeting,
            [text["TestMail.What"], text["TestMail.Code", TestMailCode.Of(context.Notice.Id)]],
            [(text["TestMail.Open"], context.Site.Link("/Admin/Mail"))],
            []
        );
    }
}
