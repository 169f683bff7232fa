import QtQuick
import Checkin.Style
import Checkin.session

// Whose visit it is and how the insurance stands, in one line above the choice (in two on a narrow stage).
Panel {
    id: strip

    required property SessionBridge session
    readonly property bool valid: session.coverageKind === "VALID" || session.coverageKind === "NEW_CARD"
    readonly property bool later: session.coverageKind === "LATER"
    readonly property bool narrow: width < Theme.u(800)

    implicitHeight: narrow ? words.height + (badge.visible ? badge.height + Theme.u(14) : 0) + Theme.u(40) : Math.max(Theme.u(148), words.height + Theme.u(36))
    visible: session.personName !== ""

    Disc {
        id: mark

        name: "person"
        size: Theme.small ? 72 : 92
        x: Theme.u(24)
        y: strip.narrow ? Theme.u(24) : (strip.height - height) / 2
    }
    Column {
        id: words

        anchors.left: mark.right
        anchors.leftMargin: Theme.u(24)
        anchors.right: strip.narrow || !badge.visible ? parent.right : badge.left
        anchors.rightMargin: Theme.u(20)
        y: strip.narrow ? Theme.u(16) : (strip.height - height) / 2

        Prose {
            color: Theme.ink2
            size: 34
            text: qsTr("Người khám")
            width: parent.width
        }
        Prose {
            id: name

            font.weight: Font.ExtraBold
            leading: 1.42
            size: strip.session.personName.length > 16 || Theme.small ? 36 : 42
            text: strip.session.personName
            width: parent.width
        }
    }
    Badge {
        id: badge

        ground: strip.later ? Theme.waitBg : Theme.goodBg
        height: implicitHeight
        icon: strip.later ? "clock" : "shield"
        label: strip.later ? qsTr("BHYT kiểm tra sau") : qsTr("BHYT còn hạn")
        room: strip.narrow ? strip.width - Theme.u(48) : Theme.u(420)
        tint: strip.later ? Theme.wait : Theme.good
        visible: strip.valid || strip.later
        width: implicitWidth
        x: strip.narrow ? Theme.u(24) : strip.width - width - Theme.u(28)
        y: strip.narrow ? Theme.u(30) + words.height : (strip.height - height) / 2
    }
}
