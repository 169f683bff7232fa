import QtQuick
import QtQuick.Layouts
import Checkin.Style
import Checkin.controls

// Asks for what is missing to open the chip: the six digits, or, when they are known, the card.
Screen {
    id: screen

    property string digits: ""
    property bool asksScan: false
    readonly property bool scanning: asksScan && session.scannerReady
    readonly property bool wantsCard: session.hasKey && !session.cardPresent
    readonly property bool missed: session.missed && digits === ""

    function put(figure: string): void {
        if (digits.length >= 6)
            return;
        digits += figure;
        if (digits.length === 6)
            session.typeCan(digits);
    }

    bleed: wantsCard
    centred: wantsCard
    middle: wantsCard
    objectName: "screen_ACCESS"
    moving: wantsCard ? "hand-card-reader-hand" : ""
    picture: wantsCard ? "hand-card-reader" : ""
    rim: wantsCard ? 1410 : missed ? 740 : 690
    share: wantsCard ? 0.48 : Theme.small ? 0.38 : 0.42
    sceneryLeast: wantsCard ? 0 : 300
    step: 1
    subtitle: wantsCard ? qsTr("Đã có mã để mở chip") : missed ? qsTr("Còn %n lần", "", session.missesLeft) : ""
    title: wantsCard ? qsTr("Mời đặt thẻ lên đầu đọc") : scanning ? qsTr("Đưa mã QR của thẻ vào ô quét") : missed ? qsTr("Chưa đúng, mời xem lại 6 số") : qsTr("Nhập 6 số cuối in trên thẻ")
    titleSize: wantsCard ? 80 : 64
    told: true
    wideTitleSize: 64

    scenery: CardPair {
        anchors.fill: parent
        scanning: screen.scanning
        visible: !screen.wantsCard
    }

    telling: DigitCells {
        digits: screen.digits
        height: implicitHeight
        implicitHeight: screen.wantsCard ? 0 : Theme.u(Theme.small ? 92 : 140)
        visible: !screen.wantsCard
        width: parent?.width ?? 0
    }

    Keypad {
        Layout.fillHeight: true
        Layout.fillWidth: true
        otherIcon: screen.scanning ? "keypad" : "qr"
        otherLabel: !screen.session.scannerReady ? "" : screen.scanning ? qsTr("Nhập số") : qsTr("Quét QR")
        visible: !screen.wantsCard

        onDigit: figure => {
            screen.asksScan = false;
            screen.put(figure);
        }
        onErase: screen.digits = screen.digits.slice(0, -1)
        onOther: screen.asksScan = !screen.asksScan
    }
    RowKey {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumHeight: Theme.u(190)
        Layout.preferredHeight: Theme.u(Theme.small ? 128 : 164)
        icon: "ticket"
        label: qsTr("Lấy số ra quầy")
        note: qsTr("Không phải nhập lại từ đầu")
        objectName: "desk_ticket"
        visible: screen.wantsCard

        onTapped: screen.session.post("desk_ticket")
    }
}
