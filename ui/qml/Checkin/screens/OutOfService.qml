import QtQuick
import Checkin.Style
import Checkin.controls

// This kiosk rests. Where to go instead, and a way to call somebody.
Screen {
    id: screen

    centred: true
    dockEnd: "contrast"
    dockStart: ""
    objectName: "screen_OUT_OF_SERVICE"
    picture: "help-person"
    rim: 1236
    subtitle: qsTr("Mời sang máy bên cạnh hoặc tới quầy tiếp đón.")
    title: qsTr("Máy này đang nghỉ")
    titleSize: 88
    told: true

    telling: Notice {
        ground: Theme.infoBg
        icon: "bell"
        label: qsTr("Cần người giúp? Bấm Trợ giúp, nhân viên sẽ tới.")
        tint: Theme.info
        width: parent?.width ?? 0
    }
}
