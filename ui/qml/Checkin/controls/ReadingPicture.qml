import QtQuick
import Checkin.Style

// The card lies on the reader; two pairs of waves breathe beside it.
Item {
    id: picture

    Illustration {
        anchors.fill: parent
        name: parent.height < Theme.u(130) ? "" : "leave-card"
    }
}
