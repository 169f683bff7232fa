import QtQuick

// The paper's number, or leave it to the desk.
EntryScreen {
    id: screen

    deskLabel: qsTr("Nhờ quầy xem giấy")
    deskName: "slip_unsure"
    desk: true
    lengths: [10]
    objectName: "screen_SLIP"
    prompts: [qsTr("Số ghi trên phiếu, thêm số 0 ở đầu")]
    picture: "slip-appointment"
    step: 3
    subtitle: session.scannerReady ? qsTr("Hoặc đưa mã QR của phiếu vào ô quét") : ""
    title: qsTr("Nhập số phiếu")

    onGiven: values => screen.session.giveSlip(values[0])
}
