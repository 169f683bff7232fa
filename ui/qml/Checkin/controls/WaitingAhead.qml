import QtQuick
import Checkin.Style

// How many wait before; nobody is a word, not a nought.
Row {
    id: line

    property int count: 0

    spacing: Theme.u(Theme.small ? 16 : 28)

    Figures {
        id: figure

        anchors.verticalCenter: parent.verticalCenter
        size: Theme.small ? 52 : Theme.wide ? 68 : 88
        text: String(line.count)
        visible: line.count > 0
    }
    Prose {
        anchors.verticalCenter: parent.verticalCenter
        font.weight: Font.DemiBold
        leading: 1.36
        size: Theme.small ? 34 : 40
        text: line.count > 0 ? qsTr("người đang chờ phía trước", "", line.count) : qsTr("Không ai chờ phía trước")
        width: line.width - (line.count > 0 ? figure.width + line.spacing : 0)
    }
}
