import QtQuick
import Checkin.Style

// Words in the house face. Sizes are design units; lines are tall enough for Vietnamese marks (1.26 em, capitals 1.47 em).
Text {
    property real size: 38
    property real leading: 1.34
    readonly property int aligned: horizontalAlignment

    color: Theme.ink
    font.family: Theme.family
    font.hintingPreference: Font.PreferNoHinting
    font.pixelSize: Theme.u(size)
    font.weight: Font.Medium
    lineHeight: Math.round(font.pixelSize * leading)
    lineHeightMode: Text.FixedHeight
    textFormat: Text.PlainText
    wrapMode: Text.WordWrap
}
