import QtQuick
import Checkin.Style
import Checkin.session

// The whole window: one screen at a time, chosen by the session's state.
Item {
    id: main

    required property SessionBridge session
    property real k: 1

    Binding {
        property: "k"
        target: Theme
        value: main.k
    }
    Binding {
        property: "contrast"
        target: Theme
        value: main.session.contrast
    }
    Binding {
        property: "across"
        target: Theme
        value: main.width / main.k
    }
    Binding {
        property: "down"
        target: Theme
        value: main.height / main.k
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }
    Loader {
        id: stage

        function show(): void {
            setSource(main.session.screen, {
                session: main.session
            });
        }

        anchors.fill: parent

        Component.onCompleted: show()
    }
    Connections {
        function onScreenChanged(): void {
            stage.show();
        }

        target: main.session
    }
}
