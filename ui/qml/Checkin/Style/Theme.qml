pragma Singleton

import QtQuick

// The visual language's values (ui/tokens.json). Lengths are design units: pixels of a 21.5 inch portrait panel; u() turns them into
// this panel's pixels. Numbers are multiplied, the scene is never scaled: the software renderer draws scaled rounded faces ragged.
QtObject {
    id: theme

    property real k: 1
    property bool contrast: false
    property bool still: contrast
    property real across: 1080
    property real down: 1920
    readonly property bool wide: across > down
    readonly property bool small: wide && down < 900
    readonly property string family: "Be Vietnam Pro"

    readonly property real margin: wide ? (small ? 36 : 44) : 56
    readonly property real gutter: 24
    readonly property real gap: small ? 14 : 24
    readonly property real reach: wide ? Math.ceil(down * 0.337) : 664

    readonly property color paper: contrast ? "#000000" : "#FBF6EC"
    readonly property color surface: contrast ? "#000000" : "#FFFFFF"
    readonly property color stageTop: contrast ? "#000000" : "#CFE6DC"
    readonly property color stageBottom: contrast ? "#000000" : "#E7F1E6"
    readonly property color ink: contrast ? "#FFFFFF" : "#0F2E2B"
    readonly property color ink2: contrast ? "#FFFFFF" : "#2B4743"
    readonly property color jade: contrast ? "#FFD91A" : "#084F49"
    readonly property color jadeTop: contrast ? "#FFD91A" : "#0C5C55"
    readonly property color jadeFoot: contrast ? "#B89500" : "#042E2A"
    readonly property color jadeText: contrast ? "#000000" : "#FFFFFF"
    readonly property color line: contrast ? "#FFFFFF" : "#4F7A72"
    readonly property color lineSoft: contrast ? "#9FB8B2" : "#C9DAD2"
    readonly property color lotus: contrast ? "#9FE3D3" : "#6FB0A2"
    readonly property color turmeric: contrast ? "#FFD91A" : "#F3B33E"
    readonly property color turmericLine: contrast ? "#FFD91A" : "#9A6A0A"
    readonly property color coral: contrast ? "#FFB3A3" : "#E58A78"
    readonly property color good: contrast ? "#8DF0B4" : "#0B4D2E"
    readonly property color goodBg: contrast ? "#000000" : "#DFF1E3"
    readonly property color wait: contrast ? "#FFD91A" : "#573A00"
    readonly property color waitBg: contrast ? "#000000" : "#FFEFCB"
    readonly property color waitStageTop: contrast ? "#000000" : "#FBE3B0"
    readonly property color waitStageBottom: contrast ? "#000000" : "#FFEFCB"
    readonly property color navKey: contrast ? "#FFD91A" : "#FFE7B5"
    readonly property color stop: contrast ? "#FFB3A3" : "#7F2219"
    readonly property color stopBg: contrast ? "#000000" : "#FBE5DF"
    readonly property color info: contrast ? "#A9D7FF" : "#123F6B"
    readonly property color infoBg: contrast ? "#000000" : "#E4EEF6"
    readonly property color focus: contrast ? "#6FD3FF" : "#123F6B"
    readonly property color focusGap: contrast ? "#000000" : "#FFFFFF"
    readonly property color scrim: contrast ? "#000000" : "#0F2E2B"
    readonly property color disabledFace: contrast ? "#1E1E1E" : "#E4E0D4"
    readonly property color disabledInk: contrast ? "#C8C8C8" : "#43433B"
    readonly property color track: contrast ? "#3A3A3A" : "#D3E4DC"
    readonly property color keyFace: contrast ? "#000000" : "#FFFFFF"

    function u(units: real): int {
        return Math.round(units * theme.k);
    }

    function picture(name: string): url {
        return Qt.resolvedUrl("../assets/" + name + ".svg");
    }

    function plain(tint: color): string {
        return tint.toString().slice(-6);
    }
}
