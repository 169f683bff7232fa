pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// Which paper was brought. Papers are known by their looks; having none is an equal answer; doubt goes to the desk.
Screen {
    id: screen

    objectName: "screen_ROUTE"
    rim: 600
    share: Theme.small ? 0.34 : 0.36
    step: 3
    subtitle: session.coverageFacility === "" ? qsTr("Để quầy làm đúng quyền lợi bảo hiểm") : qsTr("Nơi đăng ký ban đầu là cơ sở khác:")
    title: qsTr("Có mang giấy nào không?")
    told: false

    telling: FactPanel {
        names: [qsTr("Nơi đăng ký")]
        values: [screen.session.coverageFacility]
        visible: screen.session.coverageFacility !== ""
        width: parent?.width ?? 0
    }

    GridLayout {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.verticalStretchFactor: 4
        columnSpacing: Theme.u(Theme.small ? 14 : Theme.gutter)
        columns: 2
        rowSpacing: Theme.u(Theme.small ? 14 : 22)
        uniformCellHeights: true
        uniformCellWidths: true

        PictureTile {
            Layout.fillHeight: true
            Layout.fillWidth: true
            label: qsTr("Phiếu chuyển")
            note: qsTr("từ nơi khám khác")
            objectName: "slip_picked_transfer"
            picture: "slip-transfer"
            share: 0.27
            size: Theme.small ? 34 : Theme.wide ? 36 : 44

            onTapped: screen.session.pickSlip("transfer")
        }
        PictureTile {
            Layout.fillHeight: true
            Layout.fillWidth: true
            label: qsTr("Phiếu hẹn")
            note: qsTr("hoặc ghi trên đơn thuốc")
            objectName: "slip_picked_appointment"
            picture: "slip-appointment"
            share: 0.27
            size: Theme.small ? 34 : Theme.wide ? 36 : 44

            onTapped: screen.session.pickSlip("appointment")
        }
        PictureTile {
            Layout.fillHeight: true
            Layout.fillWidth: true
            label: qsTr("Giấy lưu trú")
            note: qsTr("đang ở tạm nơi này")
            objectName: "slip_picked_stay"
            picture: "slip-stay"
            share: 0.27
            size: Theme.small ? 34 : Theme.wide ? 36 : 44

            onTapped: screen.session.pickSlip("stay")
        }
        PictureTile {
            Layout.fillHeight: true
            Layout.fillWidth: true
            label: qsTr("Không có giấy")
            note: qsTr("vẫn khám bình thường")
            objectName: "slip_none"
            picture: "slip-none"
            share: 0.27
            size: Theme.small ? 34 : Theme.wide ? 36 : 44

            onTapped: screen.session.post("slip_none")
        }
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(184)
        Layout.minimumHeight: Theme.u(90)
        icon: "document"
        label: qsTr("Không chắc, nhờ quầy xem giấy")
        note: qsTr("Vẫn lấy số ngay bây giờ")
        objectName: "slip_unsure"
        size: Theme.small ? 34 : 42

        onTapped: screen.session.post("slip_unsure")
    }
}
