pragma ComponentBehavior: Bound

import QtQuick
import Checkin.Style

// A number that counts: each figure in a cell of 0.72 em, for the house face has no tabular figures and would tremble.
Row {
    id: figures

    property string text: ""
    property real size: 124
    property color color: Theme.ink

    Repeater {
        model: figures.text.length

        Prose {
            required property int index

            color: figures.color
            font.weight: Font.ExtraBold
            horizontalAlignment: Text.AlignHCenter
            leading: 1.2
            size: figures.size
            text: figures.text.charAt(index)
            width: Math.round(font.pixelSize * 0.72)
            wrapMode: Text.NoWrap
        }
    }
}
