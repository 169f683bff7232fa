import QtQuick
import Checkin.session

// The words, picture and colour for each kind of insurance answer. Neutral throughout: what to do next comes first.
QtObject {
    id: words

    enum Kind {
        Asking,
        Valid,
        NewCard,
        PaperCard,
        Uninsured,
        Unclear,
        Later,
        Recorded
    }

    required property SessionBridge session
    readonly property int kind: session.coverageWaiting ? InsuranceWords.Kind.Asking : session.coverageRecordedOnly ? InsuranceWords.Kind.Recorded : of(session.coverageKind)
    readonly property bool amber: kind === InsuranceWords.Kind.Later || kind === InsuranceWords.Kind.Unclear
    readonly property string icon: kind === InsuranceWords.Kind.Later || kind === InsuranceWords.Kind.Asking ? "clock" : kind === InsuranceWords.Kind.Unclear ? "person" : "document"
    readonly property string picture: kind === InsuranceWords.Kind.Later ? "offline-unverified" : kind === InsuranceWords.Kind.Valid || kind === InsuranceWords.Kind.NewCard ? "insurance-valid" : kind === InsuranceWords.Kind.Asking ? "offline-unverified" : kind === InsuranceWords.Kind.Recorded ? "ticket-out" : "help-person"

    readonly property string title: {
        switch (kind) {
        case InsuranceWords.Kind.Asking:
            return qsTr("Đang hỏi cơ quan bảo hiểm");
        case InsuranceWords.Kind.Valid:
            return qsTr("Bảo hiểm y tế còn hạn");
        case InsuranceWords.Kind.NewCard:
            return qsTr("Bảo hiểm y tế có thẻ mới");
        case InsuranceWords.Kind.PaperCard:
            return qsTr("Lấy số,\nđưa thẻ giấy tại quầy");
        case InsuranceWords.Kind.Uninsured:
            return qsTr("Chưa thấy thẻ bảo hiểm");
        case InsuranceWords.Kind.Unclear:
            return qsTr("Quầy sẽ xem giúp bảo hiểm");
        case InsuranceWords.Kind.Later:
            return qsTr("Bảo hiểm sẽ kiểm tra sau");
        default:
            return qsTr("Đã ghi nhận");
        }
    }
    readonly property string subtitle: {
        switch (kind) {
        case InsuranceWords.Kind.Asking:
            return qsTr("Nhiều nhất 8 giây");
        case InsuranceWords.Kind.Valid:
        case InsuranceWords.Kind.NewCard:
            return qsTr("Đã hỏi cơ quan bảo hiểm lúc %1").arg(session.coverageAnswered);
        case InsuranceWords.Kind.Later:
            return qsTr("Hệ thống bảo hiểm đang bận. Vẫn lấy số và vào khám bình thường.");
        default:
            return qsTr("Vẫn lấy số và vào khám bình thường.");
        }
    }
    readonly property string note: {
        switch (kind) {
        case InsuranceWords.Kind.Asking:
            return qsTr("Máy đang hỏi hạn dùng và nơi đăng ký. Không cần bấm gì.");
        case InsuranceWords.Kind.NewCard:
            return qsTr("Máy đã dùng mã thẻ mới. Thẻ cũ không cần đưa nữa.");
        case InsuranceWords.Kind.PaperCard:
            return qsTr("Thẻ này được quầy xem tận tay. Mời chuẩn bị thẻ giấy.");
        case InsuranceWords.Kind.Uninsured:
            return qsTr("Có thẻ giấy hoặc VssID thì đưa tại quầy để xem lại.");
        case InsuranceWords.Kind.Unclear:
            return qsTr("Có vài chỗ cần xem lại. Mời đưa thẻ căn cước tại quầy khi được gọi.");
        case InsuranceWords.Kind.Later:
            return qsTr("Quầy sẽ hỏi lại bảo hiểm trong lúc khám. Không cần chờ ở đây.");
        case InsuranceWords.Kind.Recorded:
            return qsTr("Mời xuất trình giấy tờ khi quầy gọi.");
        default:
            return "";
        }
    }

    function of(answer: string): int {
        switch (answer) {
        case "VALID":
            return InsuranceWords.Kind.Valid;
        case "NEW_CARD":
            return InsuranceWords.Kind.NewCard;
        case "PAPER_CARD":
            return InsuranceWords.Kind.PaperCard;
        case "UNINSURED":
            return InsuranceWords.Kind.Uninsured;
        case "BLOCKED":
        case "MISMATCH":
            return InsuranceWords.Kind.Unclear;
        case "LATER":
            return InsuranceWords.Kind.Later;
        case "PENDING":
            return InsuranceWords.Kind.Asking;
        default:
            return InsuranceWords.Kind.Recorded;
        }
    }
}
