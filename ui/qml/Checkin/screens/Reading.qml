import QtQuick
import Checkin.Style
import Checkin.controls

// The chip is read. Nothing to press; the card stays where it is.
Screen {
    id: screen

    centred: true
    objectName: "screen_READING"
    rim: 884
    share: Theme.small ? 0.33 : 0.42
    slim: true
    step: 2
    subtitle: qsTr("Máy đang đọc, không cần bấm gì")
    title: qsTr("Để nguyên thẻ")
    titleSize: session.language === "en" ? 80 : 96
    told: true

    scenery: ReadingPicture {
        anchors.fill: parent
    }
    telling: ReadingPanel {
        percent: screen.session.readingPercent
        person: screen.session.readingName
        step: screen.session.readingStep
        width: parent?.width ?? 0
    }
}
