import QtQuick

// What HELP says for each cause: what happened, why it may be, what comes next, and the code for staff.
QtObject {
    id: words

    property string cause: "ASKED"
    property string code: ""
    readonly property string tail: code === "" ? "" : " " + qsTr("Mã cho nhân viên: %1").arg(code.replace("-", "\u2011"))

    readonly property string what: {
        switch (cause) {
        case "CAN":
            return qsTr("Máy chưa mở được chip bằng 6 số này.");
        case "READ":
            return qsTr("Máy chưa đọc được chip của thẻ này.");
        case "CARD":
            return qsTr("Thẻ vừa đặt không phải thẻ căn cước gắn chip.");
        case "CLAIM":
            return qsTr("Máy chưa tìm được người khám bằng số này.");
        case "CHECK":
            return qsTr("Thẻ này cần nhân viên xem tận tay.");
        case "SAVE":
            return qsTr("Máy chưa ghi được lượt khám.");
        default:
            return qsTr("Gọi nhân viên, hoặc lấy số ra quầy.");
        }
    }
    readonly property string why: {
        switch (cause) {
        case "CAN":
            return qsTr("6 số cần nhập là 6 số cuối của dãy 12 số ở mặt trước thẻ.") + tail;
        case "READ":
            return qsTr("Chip có thể bị xước hoặc bẩn. Thẻ vẫn dùng được, quầy sẽ nhập giúp.") + tail;
        case "CARD":
            return qsTr("Mời đặt thẻ CCCD gắn chip hoặc thẻ Căn cước mới. Thẻ khác thì quầy xem giúp.") + tail;
        case "CLAIM":
            return qsTr("Số có thể khác với hồ sơ. Quầy sẽ tìm giúp bằng giấy tờ.") + tail;
        case "CHECK":
            return qsTr("Quầy sẽ xem thẻ và làm thủ tục ngay tại đó, vẫn khám hôm nay.") + tail;
        case "SAVE":
            return qsTr("Thông tin vừa đọc vẫn còn. Quầy sẽ ghi tiếp, không phải đọc lại thẻ.") + tail;
        default:
            return qsTr("Mọi thứ đã nhập vẫn còn. Bấm Quay lại để làm tiếp.") + tail;
        }
    }
    readonly property string again: cause === "ASKED" || cause === "NONE" ? qsTr("Quay lại làm tiếp") : qsTr("Thử lại lần nữa")
}
