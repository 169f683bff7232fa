pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// What the insurance said, or that it will say so later. Never a price, a percentage or a word of blame.
Screen {
    id: screen

    readonly property InsuranceWords words: InsuranceWords {
        session: screen.session
    }
    readonly property bool proven: words.kind === InsuranceWords.Kind.Valid || words.kind === InsuranceWords.Kind.NewCard

    amber: words.amber
    middle: !proven
    objectName: "screen_INSURANCE"
    picture: words.picture
    rim: words.kind === InsuranceWords.Kind.NewCard ? 790 : proven ? 920 : session.coverageWaiting ? 1430 : words.kind === InsuranceWords.Kind.Later ? 1010 : 1200
    slim: true
    step: 3
    subtitle: words.subtitle
    title: words.title
    told: true

    telling: Column {
        spacing: Theme.u(20)
        width: parent?.width ?? 0

        FactPanel {
            names: [qsTr("Mã thẻ"), qsTr("Hạn dùng"), qsTr("Nơi đăng ký"), qsTr("Tên, ngày sinh")]
            ticks: [false, true, false, screen.session.coverageNameMatches]
            values: [screen.session.coverageCard, screen.session.coverageValidTo === "" ? "" : qsTr("đến %1").arg(screen.session.coverageValidTo), screen.session.coverageFacility, screen.session.coverageNameMatches ? qsTr("khớp với thẻ căn cước") : ""]
            visible: screen.proven
            width: parent.width
        }
        Remark {
            visible: screen.proven && screen.words.note !== ""
            width: parent.width
        }
    }

    Remark {
        Layout.fillWidth: true
        visible: !screen.proven
    }

    ActionKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(184)
        icon: "forward"
        iconAfter: true
        kind: Key.Kind.Strong
        label: screen.proven ? qsTr("Tiếp tục") : qsTr("Lấy số khám")
        objectName: "continue"
        visible: !screen.session.coverageWaiting

        onTapped: screen.session.post("continue")
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(164)
        Layout.preferredHeight: Theme.u(Theme.small ? 128 : Theme.wide ? 150 : 164)
        icon: "phone"
        label: qsTr("Để lại số điện thoại")
        note: qsTr("Giúp kiểm tra nhanh hơn, không bắt buộc")
        objectName: "add_phone"
        visible: screen.words.kind === InsuranceWords.Kind.Later

        onTapped: screen.session.post("add_phone")
    }
    Prose {
        Layout.fillWidth: true
        color: Theme.ink2
        horizontalAlignment: Text.AlignHCenter
        size: 36
        text: qsTr("Thông tin chưa đúng? Bấm Trợ giúp.")
        visible: screen.proven && !Theme.small
    }

    component Remark: Notice {
        ground: screen.words.amber ? Theme.waitBg : Theme.infoBg
        icon: screen.words.icon
        label: screen.words.note
        tint: screen.words.amber ? Theme.wait : Theme.info
    }
}
