pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// Which service today: at most six tiles a page with the number waiting, and a way for who does not know.
Screen {
    id: screen

    property int page: 0
    readonly property var all: session.services
    readonly property bool paged: all.length > 6
    readonly property int perPage: paged ? 5 : 6
    readonly property int at: page * perPage < all.length ? page : 0
    readonly property var offered: all.slice(at * perPage, (at + 1) * perPage)

    objectName: "screen_VISIT"
    rim: 616
    share: Theme.small ? 0.34 : 0.38
    step: 4
    subtitle: Theme.small ? "" : qsTr("Số người chờ lúc %1").arg(session.clockText)
    title: qsTr("Hôm nay khám gì?")
    told: false

    telling: VisitStrip {
        session: screen.session
        width: parent?.width ?? 0
    }

    GridLayout {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.verticalStretchFactor: 4
        columnSpacing: Theme.u(Theme.small ? 14 : Theme.gutter)
        columns: screen.all.length <= 3 ? 1 : 2
        rowSpacing: Theme.u(Theme.small ? 14 : 22)
        uniformCellHeights: true
        uniformCellWidths: true

        Repeater {
            model: screen.offered.length

            Tile {
                required property int index
                readonly property var service: screen.offered[index]
                readonly property bool nobody: !(service?.waiting > 0)

                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.maximumHeight: Theme.u(screen.all.length <= 3 ? 260 : 208)
                figure: nobody ? "" : String(service?.waiting)
                icon: service?.icon ?? ""
                label: service?.name ?? ""
                note: nobody ? qsTr("Không ai chờ") : qsTr("người chờ", "", service?.waiting ?? 0)
                objectName: "service_picked_" + service?.id

                onTapped: screen.session.pickService(service?.id)
            }
        }
        Tile {
            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.maximumHeight: Theme.u(208)
            icon: "search"
            label: qsTr("Khoa khác")
            objectName: "page"
            visible: screen.paged

            onTapped: screen.page = (screen.at + 1) % Math.ceil(screen.all.length / screen.perPage)
        }
    }
    GridLayout {
        Layout.fillHeight: true
        Layout.fillWidth: true
        columnSpacing: Theme.u(Theme.small ? 14 : Theme.gutter)
        columns: Theme.wide ? 2 : 1
        rowSpacing: Theme.u(22)
        uniformCellWidths: true

        RowKey {
            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.maximumHeight: Theme.u(170)
            Layout.preferredHeight: Theme.u(Theme.small ? 112 : Theme.wide ? 144 : 156)
            arrow: !Theme.wide
            icon: "compass"
            label: qsTr("Chưa biết khoa nào")
            note: qsTr("Nhân viên sàng lọc sẽ hướng dẫn")
            objectName: "desk_ticket"
            size: Theme.small ? 34 : Theme.wide ? 38 : 44

            onTapped: screen.session.post("desk_ticket")
        }
        RowKey {
            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.maximumHeight: Theme.u(170)
            Layout.preferredHeight: Theme.u(Theme.small ? 112 : Theme.wide ? 144 : 156)
            arrow: !screen.session.priority && !Theme.wide
            icon: screen.session.priority ? "check" : "wheelchair"
            kind: screen.session.priority ? Key.Kind.Chosen : Key.Kind.Plain
            label: screen.session.priority ? qsTr("Đã ghi ưu tiên") : qsTr("Xin ưu tiên")
            note: screen.session.priority ? qsTr("nhân viên sẽ xác nhận tại quầy") : qsTr("mang thai, khuyết tật nặng, người có công")
            objectName: "ask_priority"
            size: Theme.small ? 34 : Theme.wide ? 38 : 44
            visible: !screen.session.elder

            onTapped: screen.session.post("ask_priority")
        }
    }
}
