import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// Nobody is here yet: the picture of hand, card and reader is the main control.
Screen {
    id: screen

    bleed: true
    centred: true
    dockEnd: "contrast"
    dockStart: ""
    objectName: "screen_WELCOME"
    moving: "hand-card-reader-hand"
    picture: "hand-card-reader"
    rim: 1236
    share: Theme.small ? 0.48 : 0.52
    subtitle: qsTr("Thẻ CCCD gắn chip hoặc thẻ Căn cước mới")
    title: qsTr("Mời đặt thẻ căn cước lên đầu đọc")
    titleSize: 88
    toldInset: 50

    telling: QrStrip {
        implicitHeight: screen.session.scannerReady ? tall : 0
        visible: screen.session.scannerReady
        width: parent?.width ?? 0
    }

    GridLayout {
        Layout.fillHeight: true
        Layout.fillWidth: true
        columnSpacing: Theme.u(Theme.gutter)
        columns: Theme.wide ? 1 : 2
        rowSpacing: Theme.u(Theme.gap)
        uniformCellHeights: true
        uniformCellWidths: true

        PictureTile {
            Layout.fillHeight: true
            Layout.fillWidth: true
            label: qsTr("Khám cho con, người nhà")
            objectName: "for_other"
            picture: "companion-child"

            onTapped: screen.session.post("for_other")
        }
        PictureTile {
            Layout.fillHeight: true
            Layout.fillWidth: true
            label: qsTr("Không mang thẻ")
            objectName: "no_card"
            picture: screen.session.scannerReady ? "phone-qr" : "number-pad"

            onTapped: screen.session.post("no_card")
        }
    }
}
