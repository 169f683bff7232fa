import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// This kiosk rests. Where to go instead, and a way to call somebody.
Screen {
    id: screen

    centred: true
    dockEnd: "contrast"
    dockStart: ""
    middle: true
    objectName: "screen_OUT_OF_SERVICE"
    picture: "help-person"
    rim: 1450
    subtitle: qsTr("Mời sang máy bên cạnh hoặc tới quầy tiếp đón.")
    title: qsTr("Máy này đang nghỉ")
    titleSize: 88

    Notice {
        Layout.fillWidth: true
        ground: Theme.infoBg
        icon: "bell"
        label: qsTr("Cần người giúp? Bấm Trợ giúp, nhân viên sẽ tới.")
        tint: Theme.info
    }
}
