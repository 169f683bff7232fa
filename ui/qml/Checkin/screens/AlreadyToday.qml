import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// Here already today: the number again, one more specialty, the results, or the desk.
Screen {
    id: screen

    objectName: "screen_ALREADY_TODAY"
    picture: "ticket-out"
    rim: 780
    step: 4
    subtitle: session.todayRoom === "" ? qsTr("Số %1 · lúc %2").arg(session.todayNumber).arg(session.todayTime) : qsTr("Số %1 · Phòng %2 · lúc %3").arg(session.todayNumber).arg(session.todayRoom).arg(session.todayTime)
    title: qsTr("Hôm nay đã lấy số")

    ActionKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(196)
        icon: "printer"
        kind: Key.Kind.Strong
        label: qsTr("Lấy lại số %1").arg(screen.session.todayNumber)
        objectName: "reprint"

        onTapped: screen.session.post("reprint")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(180)
        icon: "stethoscope"
        label: qsTr("Khám thêm chuyên khoa")
        note: qsTr("Thêm vào lượt khám đang mở")
        objectName: "another_service"

        onTapped: screen.session.post("another_service")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(180)
        icon: "document"
        label: qsTr("Quay lại lấy kết quả")
        note: qsTr("Trở về phòng đã khám")
        objectName: "results"

        onTapped: screen.session.post("results")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(180)
        icon: "person"
        label: qsTr("Ra quầy")
        note: qsTr("Việc khác, nhân viên giúp")
        objectName: "desk_ticket"

        onTapped: screen.session.post("desk_ticket")
    }
}
