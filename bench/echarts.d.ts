// Its types come with it, but it is installed for measuring alone.
declare module "echarts";
