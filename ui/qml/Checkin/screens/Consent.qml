import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// Asked before the chip is touched: what is read, why, and what is not kept.
Screen {
    id: screen

    objectName: "screen_CONSENT"
    picture: "consent"
    rim: 622
    step: 1
    subtitle: Theme.small ? "" : session.forOther ? qsTr("Thẻ của người đi cùng, để biết ai đưa đi khám") : qsTr("Chỉ để làm thủ tục khám hôm nay")
    title: qsTr("Cho phép đọc\nchip trên thẻ?")
    titleShare: 0.58
    share: Theme.small ? 0.5 : 0.48
    told: !Theme.wide

    telling: ConsentRows {
        width: parent?.width ?? 0
    }

    ActionKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(Theme.wide ? 240 : 184)
        icon: "check"
        kind: Key.Kind.Strong
        label: qsTr("Đồng ý, đọc thẻ")
        objectName: "yes"

        onTapped: screen.session.post("yes")
    }
    GridLayout {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(Theme.wide ? 480 : 176)
        columnSpacing: Theme.u(Theme.gutter)
        columns: Theme.wide ? 1 : 2
        rowSpacing: Theme.u(Theme.gap)
        uniformCellHeights: true
        uniformCellWidths: true

        ActionKey {
            Layout.fillHeight: true
            Layout.fillWidth: true
            icon: screen.session.scannerReady ? "qr" : "keypad"
            label: screen.session.scannerReady ? qsTr("Dùng mã QR\nhoặc nhập số") : qsTr("Không đọc,\nnhập số")
            objectName: "no"
            size: Theme.small ? 36 : 40

            onTapped: screen.session.post("no")
        }
        ActionKey {
            Layout.fillHeight: true
            Layout.fillWidth: true
            icon: "person"
            label: qsTr("Hỏi nhân viên")
            objectName: "help_staff"
            size: Theme.small ? 36 : 40

            onTapped: screen.session.post("help")
        }
    }
}
