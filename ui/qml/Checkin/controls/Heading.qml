import QtQuick
import Checkin.Style

// What the screen says first, and a line under it. A short last word never stands alone on its line.
Column {
    id: heading

    property string title: ""
    property string subtitle: ""
    property real size: 68
    property bool centred: false

    spacing: Theme.u(Theme.small ? 2 : 10)

    Prose {
        font.weight: Font.ExtraBold
        horizontalAlignment: heading.centred ? Text.AlignHCenter : Text.AlignLeft
        leading: 1.28
        size: heading.size
        text: heading.title.replace(/ (\S{1,6})$/, "\u00a0$1")
        width: parent.width
    }
    Prose {
        color: Theme.ink2
        horizontalAlignment: heading.centred ? Text.AlignHCenter : Text.AlignLeft
        size: Theme.small ? 34 : 40
        text: heading.subtitle
        visible: text !== ""
        width: parent.width
    }
}
