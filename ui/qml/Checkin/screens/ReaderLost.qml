import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// The card reader is away; the code and the number still work, and the desk is always there.
Screen {
    id: screen

    amber: true
    dockEnd: session.sessionOpen ? "cancel" : "contrast"
    dockStart: session.sessionOpen ? "contrast" : ""
    objectName: "screen_READER_LOST"
    picture: "phone-qr"
    rim: 930
    step: 0
    subtitle: qsTr("Vẫn khám được: đưa mã QR của thẻ, VNeID hoặc thẻ BHYT vào ô quét.")
    title: qsTr("Đầu đọc thẻ đang nghỉ")

    ActionKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(190)
        icon: "ticket"
        kind: Key.Kind.Strong
        label: qsTr("Lấy số ra quầy")
        objectName: "desk_ticket"

        onTapped: screen.session.post("desk_ticket")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(180)
        icon: "card"
        label: qsTr("Nhập số hoặc giấy tờ khác")
        note: qsTr("căn cước, hộ chiếu, trẻ em")
        objectName: "no_card"

        onTapped: screen.session.post("no_card")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(180)
        icon: "family"
        label: qsTr("Khám cho con, người nhà")
        objectName: "for_other"

        onTapped: screen.session.post("for_other")
    }
}
