import "./tests";
