import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// What a person may have instead of the card. Codes are simply shown to the scanner, where there is one; nobody is turned away.
Screen {
    id: screen

    objectName: "screen_NO_CARD"
    picture: session.scannerReady ? "phone-qr" : "number-pad"
    rim: session.scannerReady ? 640 : 690
    share: Theme.small ? 0.38 : 0.42
    step: 1
    subtitle: session.scannerReady ? qsTr("Có VNeID, VssID hoặc thẻ BHYT giấy: đưa mã QR vào ô quét.") : qsTr("Mời chọn thứ đang có")
    title: qsTr("Không mang thẻ vẫn khám được")
    titleShare: 0.6

    Prose {
        Layout.fillWidth: true
        color: Theme.ink2
        font.weight: Font.DemiBold
        size: 38
        text: qsTr("Hoặc chọn thứ đang có:")
        visible: screen.session.scannerReady && !Theme.small
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(220)
        icon: "keypad"
        label: qsTr("Nhớ số căn cước")
        note: qsTr("nhập số và ngày sinh")
        objectName: "pick_claim"

        onTapped: screen.session.post("pick_claim")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(220)
        icon: "child"
        label: qsTr("Khám cho trẻ em")
        note: qsTr("có người giám hộ đi cùng")
        objectName: "pick_child"

        onTapped: screen.session.post("pick_child")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(220)
        icon: "language"
        label: qsTr("Hộ chiếu")
        note: "Passport, foreigner"
        objectName: "pick_passport"

        onTapped: screen.session.post("pick_passport")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(220)
        icon: "ticket"
        label: qsTr("Giấy tờ khác, hoặc không có gì")
        note: screen.session.scannerReady ? qsTr("Lấy số ra quầy, không ai bị từ chối") : qsTr("VNeID, thẻ BHYT giấy: quầy xem giúp")
        objectName: "desk_ticket"

        onTapped: screen.session.post("desk_ticket")
    }
}
