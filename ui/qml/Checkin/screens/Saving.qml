import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// The visit is being written down. Nothing to do.
Screen {
    id: screen

    centred: true
    dockEnd: "finish"
    dockStart: "contrast"
    middle: true
    objectName: "screen_SAVING"
    picture: "ticket-out"
    rim: 1450
    step: 5
    subtitle: qsTr("Chỉ một lát")
    title: qsTr("Đang ghi lượt khám")
    titleSize: 88

    Notice {
        Layout.fillWidth: true
        ground: Theme.infoBg
        icon: "document"
        label: qsTr("Máy đang lưu lượt khám và lấy số. Không cần bấm gì.")
        tint: Theme.info
    }
}
