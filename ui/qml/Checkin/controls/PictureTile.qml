import QtQuick
import Checkin.Style

// One of several equal choices, told by a picture. Wide and low tiles put the picture beside the words.
Key {
    id: key

    property string picture: ""
    property string note: ""
    property real share: 0.36
    property real size: Theme.small ? 38 : 44
    readonly property bool beside: height < Theme.u(size * 2.6 + (note !== "" ? 246 : Theme.small ? 110 : 200))
    readonly property int pad: Theme.u(Theme.small ? 14 : Theme.wide ? 18 : 24)

    foot: 8
    implicitHeight: Theme.u(Theme.small ? 130 : Theme.wide ? 180 : 376)

    Illustration {
        id: picture

        height: key.beside ? key.height - Theme.u(key.foot) - key.pad * 1.4 : key.height - Theme.u(key.foot) - words.height - key.pad * 2.2
        name: key.picture
        width: key.beside ? (key.width < Theme.u(360) ? 0 : Math.min(key.width * key.share, height * 1.6)) : key.width - key.pad * 2
        x: key.pad
        y: key.beside ? key.pad * 0.7 : key.pad
    }
    Column {
        id: words

        width: key.beside ? key.width - x - key.pad : key.width - key.pad * 2
        x: key.beside ? picture.x + picture.width + key.pad : key.pad
        y: key.beside ? (key.height - Theme.u(key.foot) - height) / 2 : key.height - Theme.u(key.foot) - height - key.pad

        Prose {
            id: title

            color: key.ink
            font.weight: Font.Bold
            horizontalAlignment: key.beside ? Text.AlignLeft : Text.AlignHCenter
            leading: 1.26
            size: key.size
            text: key.label
            width: parent.width
        }
        Prose {
            color: Theme.ink2
            horizontalAlignment: title.horizontalAlignment
            size: 34
            text: key.note
            visible: key.note !== "" && (!key.beside || key.height - Theme.u(key.foot) >= title.height + height + Theme.u(12))
            width: parent.width
        }
    }
}
