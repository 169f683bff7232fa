import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.session

// Way back, help, language, way out: at the foot of a portrait panel, upright along the edge of a wide one.
GridLayout {
    id: dock

    required property SessionBridge session
    property string start: "back"
    property string end: "cancel"
    property bool helping: false

    columnSpacing: Theme.u(21)
    columns: Theme.wide ? 1 : 4
    rowSpacing: Theme.u(Theme.small ? 14 : 21)
    uniformCellHeights: true
    uniformCellWidths: true

    DockKey {
        icon: dock.start === "back" ? "back" : dock.start === "contrast" ? "contrast" : "clock"
        label: dock.start === "back" ? qsTr("Quay lại") : dock.start === "contrast" ? qsTr("Chữ rõ") : qsTr("Thêm giờ")
        objectName: dock.start
        visible: dock.start !== ""

        onTapped: dock.start === "contrast" ? dock.session.toggleContrast() : dock.session.post(dock.start)
    }
    DockKey {
        icon: "help"
        kind: dock.helping ? Key.Kind.Chosen : Key.Kind.Plain
        label: qsTr("Trợ giúp")
        objectName: "help"

        onTapped: dock.session.post("help")
    }
    DockKey {
        icon: "language"
        label: dock.session.language === "vi" ? "English" : "Tiếng Việt"
        objectName: "language"

        onTapped: dock.session.toggleLanguage()
    }
    DockKey {
        icon: dock.end === "contrast" ? "contrast" : "cancel"
        label: dock.end === "contrast" ? qsTr("Chữ rõ") : dock.end === "finish" ? qsTr("Kết thúc") : qsTr("Hủy")
        objectName: dock.end === "finish" ? "cancel" : dock.end
        visible: dock.end !== ""

        onTapped: dock.end === "contrast" ? dock.session.toggleContrast() : dock.session.post("cancel")
    }
}
