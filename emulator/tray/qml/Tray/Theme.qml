pragma Singleton

import QtQuick

// The tray's share of the visual language: its colours, and sizes for a desk, 600 mm away.
QtObject {
    readonly property string family: "Be Vietnam Pro"
    readonly property color paper: "#FBF6EC"
    readonly property color surface: "#FFFFFF"
    readonly property color stageTop: "#CFE6DC"
    readonly property color stageBottom: "#E7F1E6"
    readonly property color ink: "#0F2E2B"
    readonly property color ink2: "#2B4743"
    readonly property color jade: "#084F49"
    readonly property color jadeText: "#FFFFFF"
    readonly property color line: "#4F7A72"
    readonly property color lineSoft: "#C9DAD2"
    readonly property color turmeric: "#F3B33E"
    readonly property color good: "#0B4D2E"
    readonly property color goodBg: "#DFF1E3"
    readonly property color wait: "#573A00"
    readonly property color waitBg: "#FFEFCB"
    readonly property color stop: "#7F2219"
    readonly property color stopBg: "#FBE5DF"
}
