/** Our Worker with a module whose endpoints are others (tests/kinds). */
import "./module.js";
import worker from "../../../../worker-js/index.js";

export default worker;
