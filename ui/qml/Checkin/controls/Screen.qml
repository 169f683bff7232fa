import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.session

// What all screens share: the stage with title and picture, a place for what is told, one for what is touched, and the dock.
// Portrait: stage above, hands below. Wide: stage left, hands right. Nothing operable lies above Theme.reach.
FocusScope {
    id: screen

    required property SessionBridge session
    property int step: 0
    property string title: ""
    property string subtitle: ""
    property real titleSize: 68
    property real wideTitleSize: titleSize > 68 ? Math.min(titleSize, 84) : 60
    property bool centred: false
    property real titleShare: 1
    property bool amber: false
    property real rim: 640
    property real share: Theme.small ? 0.38 : 0.44
    property string picture: ""
    property string moving: ""
    property bool bleed: false
    property bool told: Theme.wide
    property real toldInset: 0
    property string dockStart: "back"
    property string dockEnd: "cancel"
    property bool helping: false
    property bool slim: false
    property bool middle: false
    property real sceneryLeast: 0
    property alias telling: toldBox.data
    property alias scenery: stageBox.data
    default property alias hands: column.data

    readonly property int headed: heading.y + heading.height
    readonly property real needed: told || toldBox.tall === 0 ? (sceneryLeast > 0 ? headed / Theme.k + sceneryLeast + 60 : 0) : (headed + toldBox.tall) / Theme.k + 110
    readonly property real edge: Theme.wide ? Theme.across * share : Math.max(rim, needed)
    readonly property int inset: Theme.u(Theme.wide ? (Theme.small ? 36 : 48) : 56)
    readonly property int stageWidth: Theme.wide ? Theme.u(edge - (Theme.small ? 60 : 84)) : width - 2 * inset
    readonly property int handsLeft: Theme.wide ? Theme.u(edge + (Theme.small ? 46 : 60)) : inset
    readonly property int rail: Theme.u(Theme.small ? 190 : 196)
    readonly property int outset: Theme.u(Theme.margin)
    readonly property int dockTop: Theme.wide ? Theme.u(Theme.reach) : height - Theme.u(204)
    readonly property int stageFoot: Theme.wide ? height - Theme.u(Theme.small ? 24 : 44) : Theme.u(edge - 44)

    property int rise: Theme.still ? 0 : Theme.u(24)
    readonly property Translate lifted: Translate {
        y: screen.rise
    }
    property real presence: Theme.still ? 1 : 0

    Component.onCompleted: entrance.start()

    ParallelAnimation {
        id: entrance

        NumberAnimation {
            duration: Theme.still ? 0 : 240
            easing.type: Easing.OutCubic
            property: "rise"
            target: screen
            to: 0
        }
        NumberAnimation {
            duration: Theme.still ? 0 : 240
            easing.type: Easing.OutCubic
            property: "presence"
            target: screen
            to: 1
        }
    }
    Stage {
        id: bowl

        amber: screen.amber
        anchors.fill: parent
        edge: screen.edge

        Heading {
            id: heading

            centred: screen.centred && !Theme.wide
            size: Theme.small ? 52 : Theme.wide ? screen.wideTitleSize : screen.titleSize
            subtitle: screen.subtitle
            title: screen.title

            opacity: screen.presence
            transform: [screen.lifted]
            width: screen.stageWidth * (Theme.wide ? 1 : screen.titleShare)
            x: screen.inset
            y: Theme.u(Theme.small ? 108 : screen.step > 0 && !Theme.wide ? 206 : 146)
        }
        Item {
            id: stageBox

            readonly property int head: screen.titleShare < 1 && !Theme.wide ? Theme.u(150) : heading.y + heading.height + Theme.u(Theme.small ? 10 : 16)

            height: Math.max(0, (screen.told || toldBox.tall === 0 ? screen.stageFoot : toldBox.y - Theme.u(20)) - head)
            opacity: screen.presence
            transform: [screen.lifted]
            width: Theme.wide ? screen.stageWidth : screen.titleShare < 1 ? screen.width - x - screen.inset / 2 : screen.stageWidth
            x: screen.titleShare < 1 && !Theme.wide ? heading.x + heading.width : screen.inset
            y: head
        }
        Illustration {
            bleed: screen.bleed
            height: stageBox.height
            moving: screen.moving
            name: height < Theme.u(130) ? "" : screen.picture
            opacity: screen.presence
            transform: [screen.lifted]
            visible: name !== ""
            width: screen.bleed && !(Theme.contrast && !Theme.wide) ? (Theme.wide ? Theme.u(screen.edge + 30) : screen.width) - stageBox.x : stageBox.width
            x: stageBox.x
            y: stageBox.y
        }
    }
    Header {
        clock: Theme.wide ? "" : screen.session.clockText
        facility: screen.session.facilityName
        width: screen.stageWidth
        x: screen.inset
        y: Theme.u(Theme.small ? 4 : 18)
    }
    Prose {
        anchors.right: parent.right
        anchors.rightMargin: screen.outset
        font.weight: Font.Bold
        size: 36
        text: screen.session.clockText
        visible: Theme.wide
        wrapMode: Text.NoWrap
        y: Theme.u(Theme.small ? 28 : 44)
    }
    StepThread {
        brief: Theme.small
        step: screen.step
        visible: screen.step > 0
        x: Theme.wide ? screen.handsLeft : screen.inset
        y: Theme.u(Theme.small ? 18 : Theme.wide ? 36 : 122)
    }
    Item {
        id: toldBox

        readonly property bool aside: Theme.wide && screen.told
        readonly property int tall: children.length > 0 ? Math.ceil(children[0].implicitHeight) : 0

        height: tall
        opacity: screen.presence
        transform: [screen.lifted]
        width: aside ? (screen.slim ? dock.x - Theme.u(Theme.gap) : screen.width - screen.outset) - screen.handsLeft : screen.stageWidth - 2 * (Theme.wide ? 0 : Theme.u(screen.toldInset))
        x: aside ? screen.handsLeft : screen.inset + (Theme.wide ? 0 : Theme.u(screen.toldInset))
        y: aside ? Theme.u(Theme.small ? 84 : 116) : Theme.wide ? screen.stageFoot - tall - (screen.picture === "" ? Math.max(0, screen.stageFoot - tall - screen.headed - Theme.u(24)) / 2 : 0) : screen.told ? Theme.u(screen.edge + 36) : screen.stageFoot - Theme.u(40) - tall
    }
    ColumnLayout {
        id: reachable

        readonly property int under: toldBox.tall > 0 && screen.told ? toldBox.y + toldBox.height + Theme.u(28) : 0

        opacity: screen.presence
        spacing: 0
        transform: [screen.lifted]
        width: Theme.wide ? dock.x - Theme.u(Theme.gap) - x : screen.stageWidth
        x: screen.handsLeft
        y: Math.max(Theme.u(Theme.wide ? Theme.reach : Math.max(Theme.reach, screen.edge + 36)), under)
        height: (Theme.wide ? dock.y + dock.height : dock.y - Theme.u(34)) - y

        Item {
            Layout.fillHeight: true
            visible: screen.middle && Theme.wide
        }
        ColumnLayout {
            id: column

            Layout.fillHeight: !(screen.middle && Theme.wide)
            Layout.fillWidth: true
            spacing: Theme.u(Theme.gap)
        }
        Item {
            Layout.fillHeight: true
        }
    }
    Dock {
        id: dock

        height: Theme.wide ? screen.height - Theme.u(Theme.small ? 26 : 44) - y : Theme.u(152)
        end: screen.dockEnd
        helping: screen.helping
        session: screen.session
        start: screen.dockStart
        width: Theme.wide ? screen.rail : screen.stageWidth
        x: Theme.wide ? screen.width - screen.outset - width : screen.inset
        y: screen.dockTop
    }
}
