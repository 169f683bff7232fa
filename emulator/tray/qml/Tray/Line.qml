import QtQuick

// A line of text; never narrower than its words, unless it may wrap.
Text {
    property int size: 18

    color: Theme.ink
    elide: Text.ElideRight
    font.family: Theme.family
    font.pixelSize: size
    font.weight: Font.Medium
    verticalAlignment: Text.AlignVCenter
}
