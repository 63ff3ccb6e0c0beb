import Yasgui from "@zazuko/yasgui";

export default Yasgui;
