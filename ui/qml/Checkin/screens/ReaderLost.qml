import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// The card reader is away; the number, and a code where it can be scanned, still work, and the desk is always there.
Screen {
    id: screen

    amber: true
    dockEnd: session.sessionOpen ? "cancel" : "contrast"
    dockStart: session.sessionOpen ? "contrast" : ""
    objectName: "screen_READER_LOST"
    picture: session.scannerReady ? "phone-qr" : "help-person"
    rim: 930
    step: 0
    subtitle: session.scannerReady ? qsTr("Vẫn khám được: đưa mã QR của thẻ, VNeID hoặc thẻ BHYT vào ô quét.") : qsTr("Vẫn khám được: lấy số ra quầy, hoặc nhập số căn cước.")
    title: qsTr("Đầu đọc thẻ đang nghỉ")

    ActionKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(230)
        icon: "ticket"
        kind: Key.Kind.Strong
        label: qsTr("Lấy số ra quầy")
        objectName: "desk_ticket"

        onTapped: screen.session.post("desk_ticket")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(220)
        icon: "keypad"
        label: qsTr("Nhập số hoặc giấy tờ khác")
        note: qsTr("căn cước, hộ chiếu, trẻ em")
        objectName: "no_card"

        onTapped: screen.session.post("no_card")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(220)
        icon: "family"
        label: qsTr("Khám cho con, người nhà")
        objectName: "for_other"

        onTapped: screen.session.post("for_other")
    }
}
