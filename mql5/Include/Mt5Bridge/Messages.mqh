//--- Generated from packages/protocol by `npm run generate`: what is changed here is lost.
#ifndef MT5BRIDGE_MESSAGES_MQH
#define MT5BRIDGE_MESSAGES_MQH
#include "Fields.mqh"
#include "MsgWriter.mqh"


struct SHelloParams
  {
   bool has_client;
   string client;
   SHelloParams(void)
     {
      has_client=false;
      client="";
     }
  };

bool ReadHelloParams(const CMsgReader &reader,const int at,const string path,SHelloParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"client");
   value.has_client=(field>=0 && !reader.IsNil(field));
   if(value.has_client)
     {
      if(!ReadText(reader,field,path+".client",64,value.client,fault))
         return(false);
     }
   return(true);
  }

struct SHelloResult
  {
   long protocol_min;
   long protocol_max;
   string program;
   string program_version;
   long terminal_build;
   ulong login;
   string server;
   string company;
   string currency;
   int trade_mode;
   int margin_mode;
   long epoch;
   long heartbeat_ms;
   long watch_lease_ms;
   string operations[];
   long max_request_bytes;
   long max_rates;
   long max_ticks;
   long max_records;
   long time_server_raw;
   long time_gmt_raw;
   long time_server;
   SHelloResult(void)
     {
      protocol_min=0;
      protocol_max=0;
      program="";
      program_version="";
      terminal_build=0;
      login=0;
      server="";
      company="";
      currency="";
      trade_mode=0;
      margin_mode=0;
      epoch=0;
      heartbeat_ms=0;
      watch_lease_ms=0;
      max_request_bytes=0;
      max_rates=0;
      max_ticks=0;
      max_records=0;
      time_server_raw=0;
      time_gmt_raw=0;
      time_server=0;
     }
  };

void WriteHelloResult(CMsgWriter &writer,const SHelloResult &value)
  {
   writer.Map(22);
   writer.Key("protocol_min");
   writer.Int(value.protocol_min);
   writer.Key("protocol_max");
   writer.Int(value.protocol_max);
   writer.Key("program");
   writer.Text(value.program);
   writer.Key("program_version");
   writer.Text(value.program_version);
   writer.Key("terminal_build");
   writer.Int(value.terminal_build);
   writer.Key("login");
   writer.UInt(value.login);
   writer.Key("server");
   writer.Text(value.server);
   writer.Key("company");
   writer.Text(value.company);
   writer.Key("currency");
   writer.Text(value.currency);
   writer.Key("trade_mode");
   writer.Int((long)value.trade_mode);
   writer.Key("margin_mode");
   writer.Int((long)value.margin_mode);
   writer.Key("epoch");
   writer.Int(value.epoch);
   writer.Key("heartbeat_ms");
   writer.Int(value.heartbeat_ms);
   writer.Key("watch_lease_ms");
   writer.Int(value.watch_lease_ms);
   writer.Key("operations");
   int operations_count=ArraySize(value.operations);
   writer.List(operations_count);
   for(int i=0; i<operations_count; i++)
      writer.Text(value.operations[i]);
   writer.Key("max_request_bytes");
   writer.Int(value.max_request_bytes);
   writer.Key("max_rates");
   writer.Int(value.max_rates);
   writer.Key("max_ticks");
   writer.Int(value.max_ticks);
   writer.Key("max_records");
   writer.Int(value.max_records);
   writer.Key("time_server_raw");
   writer.Int(value.time_server_raw);
   writer.Key("time_gmt_raw");
   writer.Int(value.time_gmt_raw);
   writer.Key("time_server");
   writer.Int(value.time_server);
  }

struct SPingResult
  {
   long epoch;
   SPingResult(void)
     {
      epoch=0;
     }
  };

void WritePingResult(CMsgWriter &writer,const SPingResult &value)
  {
   writer.Map(1);
   writer.Key("epoch");
   writer.Int(value.epoch);
  }

struct STerminalInfo
  {
   string name;
   string company;
   long build;
   string language;
   string path;
   string data_path;
   bool connected;
   long ping_last_us;
   double retransmission;
   long maxbars;
   bool dlls_allowed;
   bool trade_allowed;
   bool expert_trade_allowed;
   STerminalInfo(void)
     {
      name="";
      company="";
      build=0;
      language="";
      path="";
      data_path="";
      connected=false;
      ping_last_us=0;
      retransmission=0.0;
      maxbars=0;
      dlls_allowed=false;
      trade_allowed=false;
      expert_trade_allowed=false;
     }
  };

void WriteTerminalInfo(CMsgWriter &writer,const STerminalInfo &value)
  {
   writer.Map(13);
   writer.Key("name");
   writer.Text(value.name);
   writer.Key("company");
   writer.Text(value.company);
   writer.Key("build");
   writer.Int(value.build);
   writer.Key("language");
   writer.Text(value.language);
   writer.Key("path");
   writer.Text(value.path);
   writer.Key("data_path");
   writer.Text(value.data_path);
   writer.Key("connected");
   writer.Bool(value.connected);
   writer.Key("ping_last_us");
   writer.Int(value.ping_last_us);
   writer.Key("retransmission");
   writer.Real(value.retransmission);
   writer.Key("maxbars");
   writer.Int(value.maxbars);
   writer.Key("dlls_allowed");
   writer.Bool(value.dlls_allowed);
   writer.Key("trade_allowed");
   writer.Bool(value.trade_allowed);
   writer.Key("expert_trade_allowed");
   writer.Bool(value.expert_trade_allowed);
  }

struct SAccountInfo
  {
   ulong login;
   string name;
   string server;
   string company;
   string currency;
   long currency_digits;
   int trade_mode;
   int margin_mode;
   long leverage;
   long limit_orders;
   bool trade_allowed;
   bool trade_expert;
   bool fifo_close;
   bool hedge_allowed;
   double balance;
   double credit;
   double profit;
   double equity;
   double margin;
   double margin_free;
   double margin_level;
   int margin_so_mode;
   double margin_so_call;
   double margin_so_so;
   SAccountInfo(void)
     {
      login=0;
      name="";
      server="";
      company="";
      currency="";
      currency_digits=0;
      trade_mode=0;
      margin_mode=0;
      leverage=0;
      limit_orders=0;
      trade_allowed=false;
      trade_expert=false;
      fifo_close=false;
      hedge_allowed=false;
      balance=0.0;
      credit=0.0;
      profit=0.0;
      equity=0.0;
      margin=0.0;
      margin_free=0.0;
      margin_level=0.0;
      margin_so_mode=0;
      margin_so_call=0.0;
      margin_so_so=0.0;
     }
  };

struct SAccountInfoResult
  {
   long epoch;
   long seq;
   SAccountInfo account;
   SAccountInfoResult(void)
     {
      epoch=0;
      seq=0;
     }
  };

void WriteAccountInfo(CMsgWriter &writer,const SAccountInfo &value)
  {
   writer.Map(24);
   writer.Key("login");
   writer.UInt(value.login);
   writer.Key("name");
   writer.Text(value.name);
   writer.Key("server");
   writer.Text(value.server);
   writer.Key("company");
   writer.Text(value.company);
   writer.Key("currency");
   writer.Text(value.currency);
   writer.Key("currency_digits");
   writer.Int(value.currency_digits);
   writer.Key("trade_mode");
   writer.Int((long)value.trade_mode);
   writer.Key("margin_mode");
   writer.Int((long)value.margin_mode);
   writer.Key("leverage");
   writer.Int(value.leverage);
   writer.Key("limit_orders");
   writer.Int(value.limit_orders);
   writer.Key("trade_allowed");
   writer.Bool(value.trade_allowed);
   writer.Key("trade_expert");
   writer.Bool(value.trade_expert);
   writer.Key("fifo_close");
   writer.Bool(value.fifo_close);
   writer.Key("hedge_allowed");
   writer.Bool(value.hedge_allowed);
   writer.Key("balance");
   writer.Real(value.balance);
   writer.Key("credit");
   writer.Real(value.credit);
   writer.Key("profit");
   writer.Real(value.profit);
   writer.Key("equity");
   writer.Real(value.equity);
   writer.Key("margin");
   writer.Real(value.margin);
   writer.Key("margin_free");
   writer.Real(value.margin_free);
   writer.Key("margin_level");
   writer.Real(value.margin_level);
   writer.Key("margin_so_mode");
   writer.Int((long)value.margin_so_mode);
   writer.Key("margin_so_call");
   writer.Real(value.margin_so_call);
   writer.Key("margin_so_so");
   writer.Real(value.margin_so_so);
  }

void WriteAccountInfoResult(CMsgWriter &writer,const SAccountInfoResult &value)
  {
   writer.Map(3);
   writer.Key("epoch");
   writer.Int(value.epoch);
   writer.Key("seq");
   writer.Int(value.seq);
   writer.Key("account");
   WriteAccountInfo(writer,value.account);
  }

struct SSymbolsParams
  {
   bool has_selected;
   bool selected;
   bool has_path;
   string path;
   long offset;
   long count;
   SSymbolsParams(void)
     {
      has_selected=false;
      selected=false;
      has_path=false;
      path="";
      offset=0;
      count=0;
     }
  };

bool ReadSymbolsParams(const CMsgReader &reader,const int at,const string path,SSymbolsParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"selected");
   value.has_selected=(field>=0 && !reader.IsNil(field));
   if(value.has_selected)
     {
      if(!ReadBool(reader,field,path+".selected",value.selected,fault))
         return(false);
     }
   field=reader.Find(at,"path");
   value.has_path=(field>=0 && !reader.IsNil(field));
   if(value.has_path)
     {
      if(!ReadText(reader,field,path+".path",512,value.path,fault))
         return(false);
     }
   field=reader.Find(at,"offset");
   if(!ReadInt(reader,field,path+".offset",0,9007199254740992,value.offset,fault))
      return(false);
   field=reader.Find(at,"count");
   if(!ReadInt(reader,field,path+".count",1,1000,value.count,fault))
      return(false);
   return(true);
  }

struct SSymbolBrief
  {
   string name;
   string path;
   string description;
   string currency_base;
   string currency_profit;
   long digits;
   int trade_mode;
   double trade_contract_size;
   double volume_min;
   double volume_max;
   double volume_step;
   bool select;
   SSymbolBrief(void)
     {
      name="";
      path="";
      description="";
      currency_base="";
      currency_profit="";
      digits=0;
      trade_mode=0;
      trade_contract_size=0.0;
      volume_min=0.0;
      volume_max=0.0;
      volume_step=0.0;
      select=false;
     }
  };

struct SSymbolsResult
  {
   long total;
   SSymbolBrief symbols[];
   SSymbolsResult(void)
     {
      total=0;
     }
  };

void WriteSymbolBrief(CMsgWriter &writer,const SSymbolBrief &value)
  {
   writer.Map(12);
   writer.Key("name");
   writer.Text(value.name);
   writer.Key("path");
   writer.Text(value.path);
   writer.Key("description");
   writer.Text(value.description);
   writer.Key("currency_base");
   writer.Text(value.currency_base);
   writer.Key("currency_profit");
   writer.Text(value.currency_profit);
   writer.Key("digits");
   writer.Int(value.digits);
   writer.Key("trade_mode");
   writer.Int((long)value.trade_mode);
   writer.Key("trade_contract_size");
   writer.Real(value.trade_contract_size);
   writer.Key("volume_min");
   writer.Real(value.volume_min);
   writer.Key("volume_max");
   writer.Real(value.volume_max);
   writer.Key("volume_step");
   writer.Real(value.volume_step);
   writer.Key("select");
   writer.Bool(value.select);
  }

void WriteSymbolsResult(CMsgWriter &writer,const SSymbolsResult &value)
  {
   writer.Map(2);
   writer.Key("total");
   writer.Int(value.total);
   writer.Key("symbols");
   int symbols_count=ArraySize(value.symbols);
   writer.List(symbols_count);
   for(int i=0; i<symbols_count; i++)
      WriteSymbolBrief(writer,value.symbols[i]);
  }

struct SSymbolInfoParams
  {
   string symbol;
   SSymbolInfoParams(void)
     {
      symbol="";
     }
  };

bool ReadSymbolInfoParams(const CMsgReader &reader,const int at,const string path,SSymbolInfoParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   return(true);
  }

struct SSymbolInfo
  {
   string name;
   string path;
   string description;
   string currency_base;
   string currency_profit;
   long digits;
   int trade_mode;
   double trade_contract_size;
   double volume_min;
   double volume_max;
   double volume_step;
   bool select;
   bool custom;
   string currency_margin;
   string isin;
   double point;
   bool spread_float;
   double trade_tick_size;
   double trade_tick_value;
   double trade_tick_value_profit;
   double trade_tick_value_loss;
   int trade_calc_mode;
   int trade_exemode;
   long trade_stops_level;
   long trade_freeze_level;
   double volume_limit;
   int filling_mode;
   int expiration_mode;
   int order_mode;
   int order_gtc_mode;
   int swap_mode;
   double swap_long;
   double swap_short;
   int swap_rollover3days;
   double margin_initial;
   double margin_maintenance;
   double margin_hedged;
   long ticks_bookdepth;
   double session_open;
   double session_close;
   long start_time;
   long expiration_time;
   SSymbolInfo(void)
     {
      name="";
      path="";
      description="";
      currency_base="";
      currency_profit="";
      digits=0;
      trade_mode=0;
      trade_contract_size=0.0;
      volume_min=0.0;
      volume_max=0.0;
      volume_step=0.0;
      select=false;
      custom=false;
      currency_margin="";
      isin="";
      point=0.0;
      spread_float=false;
      trade_tick_size=0.0;
      trade_tick_value=0.0;
      trade_tick_value_profit=0.0;
      trade_tick_value_loss=0.0;
      trade_calc_mode=0;
      trade_exemode=0;
      trade_stops_level=0;
      trade_freeze_level=0;
      volume_limit=0.0;
      filling_mode=0;
      expiration_mode=0;
      order_mode=0;
      order_gtc_mode=0;
      swap_mode=0;
      swap_long=0.0;
      swap_short=0.0;
      swap_rollover3days=0;
      margin_initial=0.0;
      margin_maintenance=0.0;
      margin_hedged=0.0;
      ticks_bookdepth=0;
      session_open=0.0;
      session_close=0.0;
      start_time=0;
      expiration_time=0;
     }
  };

void WriteSymbolInfo(CMsgWriter &writer,const SSymbolInfo &value)
  {
   writer.Map(42);
   writer.Key("name");
   writer.Text(value.name);
   writer.Key("path");
   writer.Text(value.path);
   writer.Key("description");
   writer.Text(value.description);
   writer.Key("currency_base");
   writer.Text(value.currency_base);
   writer.Key("currency_profit");
   writer.Text(value.currency_profit);
   writer.Key("digits");
   writer.Int(value.digits);
   writer.Key("trade_mode");
   writer.Int((long)value.trade_mode);
   writer.Key("trade_contract_size");
   writer.Real(value.trade_contract_size);
   writer.Key("volume_min");
   writer.Real(value.volume_min);
   writer.Key("volume_max");
   writer.Real(value.volume_max);
   writer.Key("volume_step");
   writer.Real(value.volume_step);
   writer.Key("select");
   writer.Bool(value.select);
   writer.Key("custom");
   writer.Bool(value.custom);
   writer.Key("currency_margin");
   writer.Text(value.currency_margin);
   writer.Key("isin");
   writer.Text(value.isin);
   writer.Key("point");
   writer.Real(value.point);
   writer.Key("spread_float");
   writer.Bool(value.spread_float);
   writer.Key("trade_tick_size");
   writer.Real(value.trade_tick_size);
   writer.Key("trade_tick_value");
   writer.Real(value.trade_tick_value);
   writer.Key("trade_tick_value_profit");
   writer.Real(value.trade_tick_value_profit);
   writer.Key("trade_tick_value_loss");
   writer.Real(value.trade_tick_value_loss);
   writer.Key("trade_calc_mode");
   writer.Int((long)value.trade_calc_mode);
   writer.Key("trade_exemode");
   writer.Int((long)value.trade_exemode);
   writer.Key("trade_stops_level");
   writer.Int(value.trade_stops_level);
   writer.Key("trade_freeze_level");
   writer.Int(value.trade_freeze_level);
   writer.Key("volume_limit");
   writer.Real(value.volume_limit);
   writer.Key("filling_mode");
   writer.Int((long)value.filling_mode);
   writer.Key("expiration_mode");
   writer.Int((long)value.expiration_mode);
   writer.Key("order_mode");
   writer.Int((long)value.order_mode);
   writer.Key("order_gtc_mode");
   writer.Int((long)value.order_gtc_mode);
   writer.Key("swap_mode");
   writer.Int((long)value.swap_mode);
   writer.Key("swap_long");
   writer.Real(value.swap_long);
   writer.Key("swap_short");
   writer.Real(value.swap_short);
   writer.Key("swap_rollover3days");
   writer.Int((long)value.swap_rollover3days);
   writer.Key("margin_initial");
   writer.Real(value.margin_initial);
   writer.Key("margin_maintenance");
   writer.Real(value.margin_maintenance);
   writer.Key("margin_hedged");
   writer.Real(value.margin_hedged);
   writer.Key("ticks_bookdepth");
   writer.Int(value.ticks_bookdepth);
   writer.Key("session_open");
   writer.Real(value.session_open);
   writer.Key("session_close");
   writer.Real(value.session_close);
   writer.Key("start_time");
   writer.Int(value.start_time);
   writer.Key("expiration_time");
   writer.Int(value.expiration_time);
  }

struct SQuoteParams
  {
   string symbol;
   SQuoteParams(void)
     {
      symbol="";
     }
  };

bool ReadQuoteParams(const CMsgReader &reader,const int at,const string path,SQuoteParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   return(true);
  }

struct SQuote
  {
   string symbol;
   long time_msc;
   double bid;
   double ask;
   double last;
   double volume_real;
   int flags;
   long spread;
   double bidhigh;
   double bidlow;
   SQuote(void)
     {
      symbol="";
      time_msc=0;
      bid=0.0;
      ask=0.0;
      last=0.0;
      volume_real=0.0;
      flags=0;
      spread=0;
      bidhigh=0.0;
      bidlow=0.0;
     }
  };

void WriteQuote(CMsgWriter &writer,const SQuote &value)
  {
   writer.Map(10);
   writer.Key("symbol");
   writer.Text(value.symbol);
   writer.Key("time_msc");
   writer.Int(value.time_msc);
   writer.Key("bid");
   writer.Real(value.bid);
   writer.Key("ask");
   writer.Real(value.ask);
   writer.Key("last");
   writer.Real(value.last);
   writer.Key("volume_real");
   writer.Real(value.volume_real);
   writer.Key("flags");
   writer.Int((long)value.flags);
   writer.Key("spread");
   writer.Int(value.spread);
   writer.Key("bidhigh");
   writer.Real(value.bidhigh);
   writer.Key("bidlow");
   writer.Real(value.bidlow);
  }

struct SQuotesParams
  {
   string symbols[];
   SQuotesParams(void)
     {
     }
  };

bool ReadQuotesParams(const CMsgReader &reader,const int at,const string path,SQuotesParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbols");
   int symbols_count=0;
   if(!ReadList(reader,field,path+".symbols",500,symbols_count,fault))
      return(false);
   if(ArrayResize(value.symbols,symbols_count)!=symbols_count)
      return(OutOfMemory(fault));
   field=reader.First(field);
   for(int i=0; i<symbols_count; i++)
     {
      if(!ReadSymbol(reader,field,path+".symbols"+"["+IntegerToString(i)+"]",64,value.symbols[i],fault))
         return(false);
      field=reader.Next(field);
     }
   return(true);
  }

struct SQuotesResultMissing
  {
   string symbol;
   string code;
   SQuotesResultMissing(void)
     {
      symbol="";
      code="";
     }
  };

struct SQuotesResult
  {
   SQuote quotes[];
   SQuotesResultMissing missing[];
   SQuotesResult(void)
     {
     }
  };

void WriteQuotesResultMissing(CMsgWriter &writer,const SQuotesResultMissing &value)
  {
   writer.Map(2);
   writer.Key("symbol");
   writer.Text(value.symbol);
   writer.Key("code");
   writer.Text(value.code);
  }

void WriteQuotesResult(CMsgWriter &writer,const SQuotesResult &value)
  {
   writer.Map(2);
   writer.Key("quotes");
   int quotes_count=ArraySize(value.quotes);
   writer.List(quotes_count);
   for(int i=0; i<quotes_count; i++)
      WriteQuote(writer,value.quotes[i]);
   writer.Key("missing");
   int missing_count=ArraySize(value.missing);
   writer.List(missing_count);
   for(int i=0; i<missing_count; i++)
      WriteQuotesResultMissing(writer,value.missing[i]);
  }

struct SSessionsParams
  {
   string symbol;
   SSessionsParams(void)
     {
      symbol="";
     }
  };

bool ReadSessionsParams(const CMsgReader &reader,const int at,const string path,SSessionsParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   return(true);
  }

struct SSession
  {
   long day;
   long from;
   long to;
   SSession(void)
     {
      day=0;
      from=0;
      to=0;
     }
  };

struct SSessionsResult
  {
   SSession quote[];
   SSession trade[];
   SSessionsResult(void)
     {
     }
  };

void WriteSession(CMsgWriter &writer,const SSession &value)
  {
   writer.Map(3);
   writer.Key("day");
   writer.Int(value.day);
   writer.Key("from");
   writer.Int(value.from);
   writer.Key("to");
   writer.Int(value.to);
  }

void WriteSessionsResult(CMsgWriter &writer,const SSessionsResult &value)
  {
   writer.Map(2);
   writer.Key("quote");
   int quote_count=ArraySize(value.quote);
   writer.List(quote_count);
   for(int i=0; i<quote_count; i++)
      WriteSession(writer,value.quote[i]);
   writer.Key("trade");
   int trade_count=ArraySize(value.trade);
   writer.List(trade_count);
   for(int i=0; i<trade_count; i++)
      WriteSession(writer,value.trade[i]);
  }

struct SRatesParams
  {
   string symbol;
   int timeframe;
   bool has_start;
   long start;
   bool has_count;
   long count;
   bool has_from;
   long from;
   bool has_to;
   long to;
   SRatesParams(void)
     {
      symbol="";
      timeframe=0;
      has_start=false;
      start=0;
      has_count=false;
      count=0;
      has_from=false;
      from=0;
      has_to=false;
      to=0;
     }
  };

bool ReadTimeframes(const CMsgReader &reader,const int at,const string path,int &value,SFault &fault)
  {
   if(!ReadEnum(reader,at,path,"ENUM_TIMEFRAMES",value,fault))
      return(false);
   switch(value)
     {
      case 1:
      case 2:
      case 3:
      case 4:
      case 5:
      case 6:
      case 10:
      case 12:
      case 15:
      case 20:
      case 30:
      case 16385:
      case 16386:
      case 16387:
      case 16388:
      case 16390:
      case 16392:
      case 16396:
      case 16408:
      case 32769:
      case 49153:
         return(true);
      default:
         return(NotOneOf(value,path,"ENUM_TIMEFRAMES",fault));
     }
  }

bool ReadRatesParams(const CMsgReader &reader,const int at,const string path,SRatesParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   field=reader.Find(at,"timeframe");
   if(!ReadTimeframes(reader,field,path+".timeframe",value.timeframe,fault))
      return(false);
   field=reader.Find(at,"start");
   value.has_start=(field>=0 && !reader.IsNil(field));
   if(value.has_start)
     {
      if(!ReadInt(reader,field,path+".start",0,9007199254740992,value.start,fault))
         return(false);
     }
   field=reader.Find(at,"count");
   value.has_count=(field>=0 && !reader.IsNil(field));
   if(value.has_count)
     {
      if(!ReadInt(reader,field,path+".count",1,9007199254740992,value.count,fault))
         return(false);
     }
   field=reader.Find(at,"from");
   value.has_from=(field>=0 && !reader.IsNil(field));
   if(value.has_from)
     {
      if(!ReadInt(reader,field,path+".from",0,LAST_INSTANT,value.from,fault))
         return(false);
     }
   field=reader.Find(at,"to");
   value.has_to=(field>=0 && !reader.IsNil(field));
   if(value.has_to)
     {
      if(!ReadInt(reader,field,path+".to",0,LAST_INSTANT,value.to,fault))
         return(false);
     }
   return(true);
  }

struct SRatesResult
  {
   long count;
   long digits;
   SRatesResult(void)
     {
      count=0;
      digits=0;
     }
  };

void WriteRatesResult(CMsgWriter &writer,const SRatesResult &value)
  {
   writer.Map(2);
   writer.Key("count");
   writer.Int(value.count);
   writer.Key("digits");
   writer.Int(value.digits);
  }

struct STicksParams
  {
   string symbol;
   int flags;
   bool has_start;
   long start;
   bool has_count;
   long count;
   bool has_from;
   long from;
   bool has_to;
   long to;
   STicksParams(void)
     {
      symbol="";
      flags=0;
      has_start=false;
      start=0;
      has_count=false;
      count=0;
      has_from=false;
      from=0;
      has_to=false;
      to=0;
     }
  };

bool ReadCopyTicks(const CMsgReader &reader,const int at,const string path,int &value,SFault &fault)
  {
   if(!ReadEnum(reader,at,path,"COPY_TICKS",value,fault))
      return(false);
   switch(value)
     {
      case -1:
      case 1:
      case 2:
         return(true);
      default:
         return(NotOneOf(value,path,"COPY_TICKS",fault));
     }
  }

bool ReadTicksParams(const CMsgReader &reader,const int at,const string path,STicksParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   field=reader.Find(at,"flags");
   if(!ReadCopyTicks(reader,field,path+".flags",value.flags,fault))
      return(false);
   field=reader.Find(at,"start");
   value.has_start=(field>=0 && !reader.IsNil(field));
   if(value.has_start)
     {
      if(!ReadInt(reader,field,path+".start",0,9007199254740992,value.start,fault))
         return(false);
     }
   field=reader.Find(at,"count");
   value.has_count=(field>=0 && !reader.IsNil(field));
   if(value.has_count)
     {
      if(!ReadInt(reader,field,path+".count",1,9007199254740992,value.count,fault))
         return(false);
     }
   field=reader.Find(at,"from");
   value.has_from=(field>=0 && !reader.IsNil(field));
   if(value.has_from)
     {
      if(!ReadInt(reader,field,path+".from",0,LAST_INSTANT,value.from,fault))
         return(false);
     }
   field=reader.Find(at,"to");
   value.has_to=(field>=0 && !reader.IsNil(field));
   if(value.has_to)
     {
      if(!ReadInt(reader,field,path+".to",0,LAST_INSTANT,value.to,fault))
         return(false);
     }
   return(true);
  }

struct STicksResult
  {
   long count;
   long digits;
   STicksResult(void)
     {
      count=0;
      digits=0;
     }
  };

void WriteTicksResult(CMsgWriter &writer,const STicksResult &value)
  {
   writer.Map(2);
   writer.Key("count");
   writer.Int(value.count);
   writer.Key("digits");
   writer.Int(value.digits);
  }

struct SPositionsParams
  {
   bool has_symbol;
   string symbol;
   bool has_ticket;
   ulong ticket;
   SPositionsParams(void)
     {
      has_symbol=false;
      symbol="";
      has_ticket=false;
      ticket=0;
     }
  };

bool ReadPositionsParams(const CMsgReader &reader,const int at,const string path,SPositionsParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbol");
   value.has_symbol=(field>=0 && !reader.IsNil(field));
   if(value.has_symbol)
     {
      if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
         return(false);
     }
   field=reader.Find(at,"ticket");
   value.has_ticket=(field>=0 && !reader.IsNil(field));
   if(value.has_ticket)
     {
      if(!ReadUInt(reader,field,path+".ticket",value.ticket,fault))
         return(false);
     }
   return(true);
  }

struct SPosition
  {
   ulong ticket;
   ulong identifier;
   string symbol;
   int type;
   double volume;
   double price_open;
   double price_current;
   double sl;
   double tp;
   double profit;
   double swap;
   long time_msc;
   long time_update_msc;
   ulong magic;
   int reason;
   string comment;
   string external_id;
   SPosition(void)
     {
      ticket=0;
      identifier=0;
      symbol="";
      type=0;
      volume=0.0;
      price_open=0.0;
      price_current=0.0;
      sl=0.0;
      tp=0.0;
      profit=0.0;
      swap=0.0;
      time_msc=0;
      time_update_msc=0;
      magic=0;
      reason=0;
      comment="";
      external_id="";
     }
  };

struct SPositionsResult
  {
   long epoch;
   long seq;
   SPosition positions[];
   SPositionsResult(void)
     {
      epoch=0;
      seq=0;
     }
  };

void WritePosition(CMsgWriter &writer,const SPosition &value)
  {
   writer.Map(17);
   writer.Key("ticket");
   writer.UInt(value.ticket);
   writer.Key("identifier");
   writer.UInt(value.identifier);
   writer.Key("symbol");
   writer.Text(value.symbol);
   writer.Key("type");
   writer.Int((long)value.type);
   writer.Key("volume");
   writer.Real(value.volume);
   writer.Key("price_open");
   writer.Real(value.price_open);
   writer.Key("price_current");
   writer.Real(value.price_current);
   writer.Key("sl");
   writer.Real(value.sl);
   writer.Key("tp");
   writer.Real(value.tp);
   writer.Key("profit");
   writer.Real(value.profit);
   writer.Key("swap");
   writer.Real(value.swap);
   writer.Key("time_msc");
   writer.Int(value.time_msc);
   writer.Key("time_update_msc");
   writer.Int(value.time_update_msc);
   writer.Key("magic");
   writer.UInt(value.magic);
   writer.Key("reason");
   writer.Int((long)value.reason);
   writer.Key("comment");
   writer.Text(value.comment);
   writer.Key("external_id");
   writer.Text(value.external_id);
  }

void WritePositionsResult(CMsgWriter &writer,const SPositionsResult &value)
  {
   writer.Map(3);
   writer.Key("epoch");
   writer.Int(value.epoch);
   writer.Key("seq");
   writer.Int(value.seq);
   writer.Key("positions");
   int positions_count=ArraySize(value.positions);
   writer.List(positions_count);
   for(int i=0; i<positions_count; i++)
      WritePosition(writer,value.positions[i]);
  }

struct SOrdersParams
  {
   bool has_symbol;
   string symbol;
   bool has_ticket;
   ulong ticket;
   SOrdersParams(void)
     {
      has_symbol=false;
      symbol="";
      has_ticket=false;
      ticket=0;
     }
  };

bool ReadOrdersParams(const CMsgReader &reader,const int at,const string path,SOrdersParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbol");
   value.has_symbol=(field>=0 && !reader.IsNil(field));
   if(value.has_symbol)
     {
      if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
         return(false);
     }
   field=reader.Find(at,"ticket");
   value.has_ticket=(field>=0 && !reader.IsNil(field));
   if(value.has_ticket)
     {
      if(!ReadUInt(reader,field,path+".ticket",value.ticket,fault))
         return(false);
     }
   return(true);
  }

struct SOrder
  {
   ulong ticket;
   string symbol;
   int type;
   int state;
   double volume_initial;
   double volume_current;
   double price_open;
   double price_stoplimit;
   double sl;
   double tp;
   int type_filling;
   int type_time;
   long time_setup_msc;
   long time_expiration;
   ulong magic;
   int reason;
   ulong position_id;
   ulong position_by_id;
   string comment;
   string external_id;
   double price_current;
   SOrder(void)
     {
      ticket=0;
      symbol="";
      type=0;
      state=0;
      volume_initial=0.0;
      volume_current=0.0;
      price_open=0.0;
      price_stoplimit=0.0;
      sl=0.0;
      tp=0.0;
      type_filling=0;
      type_time=0;
      time_setup_msc=0;
      time_expiration=0;
      magic=0;
      reason=0;
      position_id=0;
      position_by_id=0;
      comment="";
      external_id="";
      price_current=0.0;
     }
  };

struct SOrdersResult
  {
   long epoch;
   long seq;
   SOrder orders[];
   SOrdersResult(void)
     {
      epoch=0;
      seq=0;
     }
  };

void WriteOrder(CMsgWriter &writer,const SOrder &value)
  {
   writer.Map(21);
   writer.Key("ticket");
   writer.UInt(value.ticket);
   writer.Key("symbol");
   writer.Text(value.symbol);
   writer.Key("type");
   writer.Int((long)value.type);
   writer.Key("state");
   writer.Int((long)value.state);
   writer.Key("volume_initial");
   writer.Real(value.volume_initial);
   writer.Key("volume_current");
   writer.Real(value.volume_current);
   writer.Key("price_open");
   writer.Real(value.price_open);
   writer.Key("price_stoplimit");
   writer.Real(value.price_stoplimit);
   writer.Key("sl");
   writer.Real(value.sl);
   writer.Key("tp");
   writer.Real(value.tp);
   writer.Key("type_filling");
   writer.Int((long)value.type_filling);
   writer.Key("type_time");
   writer.Int((long)value.type_time);
   writer.Key("time_setup_msc");
   writer.Int(value.time_setup_msc);
   writer.Key("time_expiration");
   writer.Int(value.time_expiration);
   writer.Key("magic");
   writer.UInt(value.magic);
   writer.Key("reason");
   writer.Int((long)value.reason);
   writer.Key("position_id");
   writer.UInt(value.position_id);
   writer.Key("position_by_id");
   writer.UInt(value.position_by_id);
   writer.Key("comment");
   writer.Text(value.comment);
   writer.Key("external_id");
   writer.Text(value.external_id);
   writer.Key("price_current");
   writer.Real(value.price_current);
  }

void WriteOrdersResult(CMsgWriter &writer,const SOrdersResult &value)
  {
   writer.Map(3);
   writer.Key("epoch");
   writer.Int(value.epoch);
   writer.Key("seq");
   writer.Int(value.seq);
   writer.Key("orders");
   int orders_count=ArraySize(value.orders);
   writer.List(orders_count);
   for(int i=0; i<orders_count; i++)
      WriteOrder(writer,value.orders[i]);
  }

struct SHistoryDealsParams
  {
   bool has_from;
   long from;
   bool has_to;
   long to;
   bool has_position;
   ulong position;
   bool has_ticket;
   ulong ticket;
   bool has_symbol;
   string symbol;
   bool has_offset;
   long offset;
   bool has_count;
   long count;
   SHistoryDealsParams(void)
     {
      has_from=false;
      from=0;
      has_to=false;
      to=0;
      has_position=false;
      position=0;
      has_ticket=false;
      ticket=0;
      has_symbol=false;
      symbol="";
      has_offset=false;
      offset=0;
      has_count=false;
      count=0;
     }
  };

bool ReadHistoryDealsParams(const CMsgReader &reader,const int at,const string path,SHistoryDealsParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"from");
   value.has_from=(field>=0 && !reader.IsNil(field));
   if(value.has_from)
     {
      if(!ReadInt(reader,field,path+".from",0,LAST_INSTANT,value.from,fault))
         return(false);
     }
   field=reader.Find(at,"to");
   value.has_to=(field>=0 && !reader.IsNil(field));
   if(value.has_to)
     {
      if(!ReadInt(reader,field,path+".to",0,LAST_INSTANT,value.to,fault))
         return(false);
     }
   field=reader.Find(at,"position");
   value.has_position=(field>=0 && !reader.IsNil(field));
   if(value.has_position)
     {
      if(!ReadUInt(reader,field,path+".position",value.position,fault))
         return(false);
     }
   field=reader.Find(at,"ticket");
   value.has_ticket=(field>=0 && !reader.IsNil(field));
   if(value.has_ticket)
     {
      if(!ReadUInt(reader,field,path+".ticket",value.ticket,fault))
         return(false);
     }
   field=reader.Find(at,"symbol");
   value.has_symbol=(field>=0 && !reader.IsNil(field));
   if(value.has_symbol)
     {
      if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
         return(false);
     }
   field=reader.Find(at,"offset");
   value.has_offset=(field>=0 && !reader.IsNil(field));
   if(value.has_offset)
     {
      if(!ReadInt(reader,field,path+".offset",0,9007199254740992,value.offset,fault))
         return(false);
     }
   field=reader.Find(at,"count");
   value.has_count=(field>=0 && !reader.IsNil(field));
   if(value.has_count)
     {
      if(!ReadInt(reader,field,path+".count",1,9007199254740992,value.count,fault))
         return(false);
     }
   return(true);
  }

struct SDeal
  {
   ulong ticket;
   ulong order;
   ulong position_id;
   string symbol;
   int type;
   int entry;
   double volume;
   double price;
   double sl;
   double tp;
   double profit;
   double swap;
   double commission;
   double fee;
   long time_msc;
   ulong magic;
   int reason;
   string comment;
   string external_id;
   SDeal(void)
     {
      ticket=0;
      order=0;
      position_id=0;
      symbol="";
      type=0;
      entry=0;
      volume=0.0;
      price=0.0;
      sl=0.0;
      tp=0.0;
      profit=0.0;
      swap=0.0;
      commission=0.0;
      fee=0.0;
      time_msc=0;
      magic=0;
      reason=0;
      comment="";
      external_id="";
     }
  };

struct SHistoryDealsResult
  {
   long total;
   SDeal deals[];
   SHistoryDealsResult(void)
     {
      total=0;
     }
  };

void WriteDeal(CMsgWriter &writer,const SDeal &value)
  {
   writer.Map(19);
   writer.Key("ticket");
   writer.UInt(value.ticket);
   writer.Key("order");
   writer.UInt(value.order);
   writer.Key("position_id");
   writer.UInt(value.position_id);
   writer.Key("symbol");
   writer.Text(value.symbol);
   writer.Key("type");
   writer.Int((long)value.type);
   writer.Key("entry");
   writer.Int((long)value.entry);
   writer.Key("volume");
   writer.Real(value.volume);
   writer.Key("price");
   writer.Real(value.price);
   writer.Key("sl");
   writer.Real(value.sl);
   writer.Key("tp");
   writer.Real(value.tp);
   writer.Key("profit");
   writer.Real(value.profit);
   writer.Key("swap");
   writer.Real(value.swap);
   writer.Key("commission");
   writer.Real(value.commission);
   writer.Key("fee");
   writer.Real(value.fee);
   writer.Key("time_msc");
   writer.Int(value.time_msc);
   writer.Key("magic");
   writer.UInt(value.magic);
   writer.Key("reason");
   writer.Int((long)value.reason);
   writer.Key("comment");
   writer.Text(value.comment);
   writer.Key("external_id");
   writer.Text(value.external_id);
  }

void WriteHistoryDealsResult(CMsgWriter &writer,const SHistoryDealsResult &value)
  {
   writer.Map(2);
   writer.Key("total");
   writer.Int(value.total);
   writer.Key("deals");
   int deals_count=ArraySize(value.deals);
   writer.List(deals_count);
   for(int i=0; i<deals_count; i++)
      WriteDeal(writer,value.deals[i]);
  }

struct SHistoryOrdersParams
  {
   bool has_from;
   long from;
   bool has_to;
   long to;
   bool has_position;
   ulong position;
   bool has_ticket;
   ulong ticket;
   bool has_symbol;
   string symbol;
   bool has_offset;
   long offset;
   bool has_count;
   long count;
   SHistoryOrdersParams(void)
     {
      has_from=false;
      from=0;
      has_to=false;
      to=0;
      has_position=false;
      position=0;
      has_ticket=false;
      ticket=0;
      has_symbol=false;
      symbol="";
      has_offset=false;
      offset=0;
      has_count=false;
      count=0;
     }
  };

bool ReadHistoryOrdersParams(const CMsgReader &reader,const int at,const string path,SHistoryOrdersParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"from");
   value.has_from=(field>=0 && !reader.IsNil(field));
   if(value.has_from)
     {
      if(!ReadInt(reader,field,path+".from",0,LAST_INSTANT,value.from,fault))
         return(false);
     }
   field=reader.Find(at,"to");
   value.has_to=(field>=0 && !reader.IsNil(field));
   if(value.has_to)
     {
      if(!ReadInt(reader,field,path+".to",0,LAST_INSTANT,value.to,fault))
         return(false);
     }
   field=reader.Find(at,"position");
   value.has_position=(field>=0 && !reader.IsNil(field));
   if(value.has_position)
     {
      if(!ReadUInt(reader,field,path+".position",value.position,fault))
         return(false);
     }
   field=reader.Find(at,"ticket");
   value.has_ticket=(field>=0 && !reader.IsNil(field));
   if(value.has_ticket)
     {
      if(!ReadUInt(reader,field,path+".ticket",value.ticket,fault))
         return(false);
     }
   field=reader.Find(at,"symbol");
   value.has_symbol=(field>=0 && !reader.IsNil(field));
   if(value.has_symbol)
     {
      if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
         return(false);
     }
   field=reader.Find(at,"offset");
   value.has_offset=(field>=0 && !reader.IsNil(field));
   if(value.has_offset)
     {
      if(!ReadInt(reader,field,path+".offset",0,9007199254740992,value.offset,fault))
         return(false);
     }
   field=reader.Find(at,"count");
   value.has_count=(field>=0 && !reader.IsNil(field));
   if(value.has_count)
     {
      if(!ReadInt(reader,field,path+".count",1,9007199254740992,value.count,fault))
         return(false);
     }
   return(true);
  }

struct SHistoryOrder
  {
   ulong ticket;
   string symbol;
   int type;
   int state;
   double volume_initial;
   double volume_current;
   double price_open;
   double price_stoplimit;
   double sl;
   double tp;
   int type_filling;
   int type_time;
   long time_setup_msc;
   long time_expiration;
   ulong magic;
   int reason;
   ulong position_id;
   ulong position_by_id;
   string comment;
   string external_id;
   long time_done_msc;
   SHistoryOrder(void)
     {
      ticket=0;
      symbol="";
      type=0;
      state=0;
      volume_initial=0.0;
      volume_current=0.0;
      price_open=0.0;
      price_stoplimit=0.0;
      sl=0.0;
      tp=0.0;
      type_filling=0;
      type_time=0;
      time_setup_msc=0;
      time_expiration=0;
      magic=0;
      reason=0;
      position_id=0;
      position_by_id=0;
      comment="";
      external_id="";
      time_done_msc=0;
     }
  };

struct SHistoryOrdersResult
  {
   long total;
   SHistoryOrder orders[];
   SHistoryOrdersResult(void)
     {
      total=0;
     }
  };

void WriteHistoryOrder(CMsgWriter &writer,const SHistoryOrder &value)
  {
   writer.Map(21);
   writer.Key("ticket");
   writer.UInt(value.ticket);
   writer.Key("symbol");
   writer.Text(value.symbol);
   writer.Key("type");
   writer.Int((long)value.type);
   writer.Key("state");
   writer.Int((long)value.state);
   writer.Key("volume_initial");
   writer.Real(value.volume_initial);
   writer.Key("volume_current");
   writer.Real(value.volume_current);
   writer.Key("price_open");
   writer.Real(value.price_open);
   writer.Key("price_stoplimit");
   writer.Real(value.price_stoplimit);
   writer.Key("sl");
   writer.Real(value.sl);
   writer.Key("tp");
   writer.Real(value.tp);
   writer.Key("type_filling");
   writer.Int((long)value.type_filling);
   writer.Key("type_time");
   writer.Int((long)value.type_time);
   writer.Key("time_setup_msc");
   writer.Int(value.time_setup_msc);
   writer.Key("time_expiration");
   writer.Int(value.time_expiration);
   writer.Key("magic");
   writer.UInt(value.magic);
   writer.Key("reason");
   writer.Int((long)value.reason);
   writer.Key("position_id");
   writer.UInt(value.position_id);
   writer.Key("position_by_id");
   writer.UInt(value.position_by_id);
   writer.Key("comment");
   writer.Text(value.comment);
   writer.Key("external_id");
   writer.Text(value.external_id);
   writer.Key("time_done_msc");
   writer.Int(value.time_done_msc);
  }

void WriteHistoryOrdersResult(CMsgWriter &writer,const SHistoryOrdersResult &value)
  {
   writer.Map(2);
   writer.Key("total");
   writer.Int(value.total);
   writer.Key("orders");
   int orders_count=ArraySize(value.orders);
   writer.List(orders_count);
   for(int i=0; i<orders_count; i++)
      WriteHistoryOrder(writer,value.orders[i]);
  }

struct SCalcMarginParams
  {
   int type;
   string symbol;
   double volume;
   bool has_price;
   double price;
   SCalcMarginParams(void)
     {
      type=0;
      symbol="";
      volume=0.0;
      has_price=false;
      price=0.0;
     }
  };

bool ReadOrderType(const CMsgReader &reader,const int at,const string path,int &value,SFault &fault)
  {
   if(!ReadEnum(reader,at,path,"ENUM_ORDER_TYPE",value,fault))
      return(false);
   switch(value)
     {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
      case 5:
      case 6:
      case 7:
      case 8:
         return(true);
      default:
         return(NotOneOf(value,path,"ENUM_ORDER_TYPE",fault));
     }
  }

bool ReadCalcMarginParams(const CMsgReader &reader,const int at,const string path,SCalcMarginParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"type");
   if(!ReadOrderType(reader,field,path+".type",value.type,fault))
      return(false);
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   field=reader.Find(at,"volume");
   if(!ReadReal(reader,field,path+".volume",value.volume,fault))
      return(false);
   field=reader.Find(at,"price");
   value.has_price=(field>=0 && !reader.IsNil(field));
   if(value.has_price)
     {
      if(!ReadReal(reader,field,path+".price",value.price,fault))
         return(false);
     }
   return(true);
  }

struct SCalcMarginResult
  {
   double margin;
   double price;
   string currency;
   SCalcMarginResult(void)
     {
      margin=0.0;
      price=0.0;
      currency="";
     }
  };

void WriteCalcMarginResult(CMsgWriter &writer,const SCalcMarginResult &value)
  {
   writer.Map(3);
   writer.Key("margin");
   writer.Real(value.margin);
   writer.Key("price");
   writer.Real(value.price);
   writer.Key("currency");
   writer.Text(value.currency);
  }

struct SCalcProfitParams
  {
   int type;
   string symbol;
   double volume;
   double price_open;
   double price_close;
   SCalcProfitParams(void)
     {
      type=0;
      symbol="";
      volume=0.0;
      price_open=0.0;
      price_close=0.0;
     }
  };

bool ReadCalcProfitParams(const CMsgReader &reader,const int at,const string path,SCalcProfitParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"type");
   if(!ReadOrderType(reader,field,path+".type",value.type,fault))
      return(false);
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   field=reader.Find(at,"volume");
   if(!ReadReal(reader,field,path+".volume",value.volume,fault))
      return(false);
   field=reader.Find(at,"price_open");
   if(!ReadReal(reader,field,path+".price_open",value.price_open,fault))
      return(false);
   field=reader.Find(at,"price_close");
   if(!ReadReal(reader,field,path+".price_close",value.price_close,fault))
      return(false);
   return(true);
  }

struct SCalcProfitResult
  {
   double profit;
   string currency;
   SCalcProfitResult(void)
     {
      profit=0.0;
      currency="";
     }
  };

void WriteCalcProfitResult(CMsgWriter &writer,const SCalcProfitResult &value)
  {
   writer.Map(2);
   writer.Key("profit");
   writer.Real(value.profit);
   writer.Key("currency");
   writer.Text(value.currency);
  }

struct STradeRequest
  {
   int action;
   bool has_symbol;
   string symbol;
   bool has_type;
   int type;
   bool has_volume;
   double volume;
   bool has_price;
   double price;
   bool has_stoplimit;
   double stoplimit;
   bool has_sl;
   double sl;
   bool has_tp;
   double tp;
   bool has_deviation;
   long deviation;
   bool has_type_filling;
   int type_filling;
   bool has_type_time;
   int type_time;
   bool has_expiration;
   long expiration;
   bool has_magic;
   ulong magic;
   bool has_comment;
   string comment;
   bool has_order;
   ulong order;
   bool has_position;
   ulong position;
   bool has_position_by;
   ulong position_by;
   STradeRequest(void)
     {
      action=0;
      has_symbol=false;
      symbol="";
      has_type=false;
      type=0;
      has_volume=false;
      volume=0.0;
      has_price=false;
      price=0.0;
      has_stoplimit=false;
      stoplimit=0.0;
      has_sl=false;
      sl=0.0;
      has_tp=false;
      tp=0.0;
      has_deviation=false;
      deviation=0;
      has_type_filling=false;
      type_filling=0;
      has_type_time=false;
      type_time=0;
      has_expiration=false;
      expiration=0;
      has_magic=false;
      magic=0;
      has_comment=false;
      comment="";
      has_order=false;
      order=0;
      has_position=false;
      position=0;
      has_position_by=false;
      position_by=0;
     }
  };

bool ReadTradeRequestActions(const CMsgReader &reader,const int at,const string path,int &value,SFault &fault)
  {
   if(!ReadEnum(reader,at,path,"ENUM_TRADE_REQUEST_ACTIONS",value,fault))
      return(false);
   switch(value)
     {
      case 1:
      case 5:
      case 6:
      case 7:
      case 8:
      case 10:
         return(true);
      default:
         return(NotOneOf(value,path,"ENUM_TRADE_REQUEST_ACTIONS",fault));
     }
  }

bool ReadOrderTypeFilling(const CMsgReader &reader,const int at,const string path,int &value,SFault &fault)
  {
   if(!ReadEnum(reader,at,path,"ENUM_ORDER_TYPE_FILLING",value,fault))
      return(false);
   switch(value)
     {
      case 0:
      case 1:
      case 2:
      case 3:
         return(true);
      default:
         return(NotOneOf(value,path,"ENUM_ORDER_TYPE_FILLING",fault));
     }
  }

bool ReadOrderTypeTime(const CMsgReader &reader,const int at,const string path,int &value,SFault &fault)
  {
   if(!ReadEnum(reader,at,path,"ENUM_ORDER_TYPE_TIME",value,fault))
      return(false);
   switch(value)
     {
      case 0:
      case 1:
      case 2:
      case 3:
         return(true);
      default:
         return(NotOneOf(value,path,"ENUM_ORDER_TYPE_TIME",fault));
     }
  }

bool ReadTradeRequest(const CMsgReader &reader,const int at,const string path,STradeRequest &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"action");
   if(!ReadTradeRequestActions(reader,field,path+".action",value.action,fault))
      return(false);
   field=reader.Find(at,"symbol");
   value.has_symbol=(field>=0 && !reader.IsNil(field));
   if(value.has_symbol)
     {
      if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
         return(false);
     }
   field=reader.Find(at,"type");
   value.has_type=(field>=0 && !reader.IsNil(field));
   if(value.has_type)
     {
      if(!ReadOrderType(reader,field,path+".type",value.type,fault))
         return(false);
     }
   field=reader.Find(at,"volume");
   value.has_volume=(field>=0 && !reader.IsNil(field));
   if(value.has_volume)
     {
      if(!ReadReal(reader,field,path+".volume",value.volume,fault))
         return(false);
     }
   field=reader.Find(at,"price");
   value.has_price=(field>=0 && !reader.IsNil(field));
   if(value.has_price)
     {
      if(!ReadReal(reader,field,path+".price",value.price,fault))
         return(false);
     }
   field=reader.Find(at,"stoplimit");
   value.has_stoplimit=(field>=0 && !reader.IsNil(field));
   if(value.has_stoplimit)
     {
      if(!ReadReal(reader,field,path+".stoplimit",value.stoplimit,fault))
         return(false);
     }
   field=reader.Find(at,"sl");
   value.has_sl=(field>=0 && !reader.IsNil(field));
   if(value.has_sl)
     {
      if(!ReadReal(reader,field,path+".sl",value.sl,fault))
         return(false);
     }
   field=reader.Find(at,"tp");
   value.has_tp=(field>=0 && !reader.IsNil(field));
   if(value.has_tp)
     {
      if(!ReadReal(reader,field,path+".tp",value.tp,fault))
         return(false);
     }
   field=reader.Find(at,"deviation");
   value.has_deviation=(field>=0 && !reader.IsNil(field));
   if(value.has_deviation)
     {
      if(!ReadInt(reader,field,path+".deviation",0,1000000,value.deviation,fault))
         return(false);
     }
   field=reader.Find(at,"type_filling");
   value.has_type_filling=(field>=0 && !reader.IsNil(field));
   if(value.has_type_filling)
     {
      if(!ReadOrderTypeFilling(reader,field,path+".type_filling",value.type_filling,fault))
         return(false);
     }
   field=reader.Find(at,"type_time");
   value.has_type_time=(field>=0 && !reader.IsNil(field));
   if(value.has_type_time)
     {
      if(!ReadOrderTypeTime(reader,field,path+".type_time",value.type_time,fault))
         return(false);
     }
   field=reader.Find(at,"expiration");
   value.has_expiration=(field>=0 && !reader.IsNil(field));
   if(value.has_expiration)
     {
      if(!ReadInt(reader,field,path+".expiration",0,LAST_INSTANT,value.expiration,fault))
         return(false);
     }
   field=reader.Find(at,"magic");
   value.has_magic=(field>=0 && !reader.IsNil(field));
   if(value.has_magic)
     {
      if(!ReadUInt(reader,field,path+".magic",value.magic,fault))
         return(false);
     }
   field=reader.Find(at,"comment");
   value.has_comment=(field>=0 && !reader.IsNil(field));
   if(value.has_comment)
     {
      if(!ReadText(reader,field,path+".comment",31,value.comment,fault))
         return(false);
     }
   field=reader.Find(at,"order");
   value.has_order=(field>=0 && !reader.IsNil(field));
   if(value.has_order)
     {
      if(!ReadUInt(reader,field,path+".order",value.order,fault))
         return(false);
     }
   field=reader.Find(at,"position");
   value.has_position=(field>=0 && !reader.IsNil(field));
   if(value.has_position)
     {
      if(!ReadUInt(reader,field,path+".position",value.position,fault))
         return(false);
     }
   field=reader.Find(at,"position_by");
   value.has_position_by=(field>=0 && !reader.IsNil(field));
   if(value.has_position_by)
     {
      if(!ReadUInt(reader,field,path+".position_by",value.position_by,fault))
         return(false);
     }
   return(true);
  }

struct SOrderCheckResult
  {
   long retcode;
   double balance;
   double equity;
   double profit;
   double margin;
   double margin_free;
   double margin_level;
   string comment;
   SOrderCheckResult(void)
     {
      retcode=0;
      balance=0.0;
      equity=0.0;
      profit=0.0;
      margin=0.0;
      margin_free=0.0;
      margin_level=0.0;
      comment="";
     }
  };

void WriteOrderCheckResult(CMsgWriter &writer,const SOrderCheckResult &value)
  {
   writer.Map(8);
   writer.Key("retcode");
   writer.Int(value.retcode);
   writer.Key("balance");
   writer.Real(value.balance);
   writer.Key("equity");
   writer.Real(value.equity);
   writer.Key("profit");
   writer.Real(value.profit);
   writer.Key("margin");
   writer.Real(value.margin);
   writer.Key("margin_free");
   writer.Real(value.margin_free);
   writer.Key("margin_level");
   writer.Real(value.margin_level);
   writer.Key("comment");
   writer.Text(value.comment);
  }

struct SBookParams
  {
   string symbol;
   SBookParams(void)
     {
      symbol="";
     }
  };

bool ReadBookParams(const CMsgReader &reader,const int at,const string path,SBookParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   return(true);
  }

struct SBookEntry
  {
   int type;
   double price;
   double volume;
   SBookEntry(void)
     {
      type=0;
      price=0.0;
      volume=0.0;
     }
  };

struct SBookResult
  {
   string symbol;
   SBookEntry entries[];
   SBookResult(void)
     {
      symbol="";
     }
  };

void WriteBookEntry(CMsgWriter &writer,const SBookEntry &value)
  {
   writer.Map(3);
   writer.Key("type");
   writer.Int((long)value.type);
   writer.Key("price");
   writer.Real(value.price);
   writer.Key("volume");
   writer.Real(value.volume);
  }

void WriteBookResult(CMsgWriter &writer,const SBookResult &value)
  {
   writer.Map(2);
   writer.Key("symbol");
   writer.Text(value.symbol);
   writer.Key("entries");
   int entries_count=ArraySize(value.entries);
   writer.List(entries_count);
   for(int i=0; i<entries_count; i++)
      WriteBookEntry(writer,value.entries[i]);
  }

struct SWatchParams
  {
   long client;
   string topics[];
   SWatchParams(void)
     {
      client=0;
     }
  };

bool ReadWatchParams(const CMsgReader &reader,const int at,const string path,SWatchParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"client");
   if(!ReadInt(reader,field,path+".client",1,9007199254740992,value.client,fault))
      return(false);
   field=reader.Find(at,"topics");
   int topics_count=0;
   if(!ReadList(reader,field,path+".topics",1000,topics_count,fault))
      return(false);
   if(ArrayResize(value.topics,topics_count)!=topics_count)
      return(OutOfMemory(fault));
   field=reader.First(field);
   for(int i=0; i<topics_count; i++)
     {
      if(!ReadText(reader,field,path+".topics"+"["+IntegerToString(i)+"]",128,value.topics[i],fault))
         return(false);
      field=reader.Next(field);
     }
   return(true);
  }

struct SWatchResultRefused
  {
   string topic;
   string code;
   SWatchResultRefused(void)
     {
      topic="";
      code="";
     }
  };

struct SWatchResult
  {
   long epoch;
   long lease_ms;
   SWatchResultRefused refused[];
   SWatchResult(void)
     {
      epoch=0;
      lease_ms=0;
     }
  };

void WriteWatchResultRefused(CMsgWriter &writer,const SWatchResultRefused &value)
  {
   writer.Map(2);
   writer.Key("topic");
   writer.Text(value.topic);
   writer.Key("code");
   writer.Text(value.code);
  }

void WriteWatchResult(CMsgWriter &writer,const SWatchResult &value)
  {
   writer.Map(3);
   writer.Key("epoch");
   writer.Int(value.epoch);
   writer.Key("lease_ms");
   writer.Int(value.lease_ms);
   writer.Key("refused");
   int refused_count=ArraySize(value.refused);
   writer.List(refused_count);
   for(int i=0; i<refused_count; i++)
      WriteWatchResultRefused(writer,value.refused[i]);
  }

struct SUnwatchParams
  {
   long client;
   string topics[];
   SUnwatchParams(void)
     {
      client=0;
     }
  };

bool ReadUnwatchParams(const CMsgReader &reader,const int at,const string path,SUnwatchParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"client");
   if(!ReadInt(reader,field,path+".client",1,9007199254740992,value.client,fault))
      return(false);
   field=reader.Find(at,"topics");
   int topics_count=0;
   if(!ReadList(reader,field,path+".topics",1000,topics_count,fault))
      return(false);
   if(ArrayResize(value.topics,topics_count)!=topics_count)
      return(OutOfMemory(fault));
   field=reader.First(field);
   for(int i=0; i<topics_count; i++)
     {
      if(!ReadText(reader,field,path+".topics"+"["+IntegerToString(i)+"]",128,value.topics[i],fault))
         return(false);
      field=reader.Next(field);
     }
   return(true);
  }

struct SUnwatchResult
  {
   long epoch;
   SUnwatchResult(void)
     {
      epoch=0;
     }
  };

void WriteUnwatchResult(CMsgWriter &writer,const SUnwatchResult &value)
  {
   writer.Map(1);
   writer.Key("epoch");
   writer.Int(value.epoch);
  }

struct SOrderSendParams
  {
   string request_id;
   string symbol;
   int type;
   double volume;
   double price;
   double stoplimit;
   double sl;
   double tp;
   long deviation;
   int type_filling;
   int type_time;
   long expiration;
   ulong magic;
   string comment;
   SOrderSendParams(void)
     {
      request_id="";
      symbol="";
      type=0;
      volume=0.0;
      price=0.0;
      stoplimit=0.0;
      sl=0.0;
      tp=0.0;
      deviation=0;
      type_filling=0;
      type_time=0;
      expiration=0;
      magic=0;
      comment="";
     }
  };

bool ReadOrderSendParams(const CMsgReader &reader,const int at,const string path,SOrderSendParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"request_id");
   if(!ReadRequestId(reader,field,path+".request_id",value.request_id,fault))
      return(false);
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   field=reader.Find(at,"type");
   if(!ReadOrderType(reader,field,path+".type",value.type,fault))
      return(false);
   field=reader.Find(at,"volume");
   if(!ReadReal(reader,field,path+".volume",value.volume,fault))
      return(false);
   field=reader.Find(at,"price");
   if(!ReadReal(reader,field,path+".price",value.price,fault))
      return(false);
   field=reader.Find(at,"stoplimit");
   if(!ReadReal(reader,field,path+".stoplimit",value.stoplimit,fault))
      return(false);
   field=reader.Find(at,"sl");
   if(!ReadReal(reader,field,path+".sl",value.sl,fault))
      return(false);
   field=reader.Find(at,"tp");
   if(!ReadReal(reader,field,path+".tp",value.tp,fault))
      return(false);
   field=reader.Find(at,"deviation");
   if(!ReadInt(reader,field,path+".deviation",0,1000000,value.deviation,fault))
      return(false);
   field=reader.Find(at,"type_filling");
   if(!ReadOrderTypeFilling(reader,field,path+".type_filling",value.type_filling,fault))
      return(false);
   field=reader.Find(at,"type_time");
   if(!ReadOrderTypeTime(reader,field,path+".type_time",value.type_time,fault))
      return(false);
   field=reader.Find(at,"expiration");
   if(!ReadInt(reader,field,path+".expiration",0,LAST_INSTANT,value.expiration,fault))
      return(false);
   field=reader.Find(at,"magic");
   if(!ReadUInt(reader,field,path+".magic",value.magic,fault))
      return(false);
   field=reader.Find(at,"comment");
   if(!ReadText(reader,field,path+".comment",31,value.comment,fault))
      return(false);
   return(true);
  }

struct STradeResult
  {
   long retcode;
   ulong deal;
   ulong order;
   double volume;
   double price;
   double bid;
   double ask;
   string comment;
   long retcode_external;
   bool replayed;
   STradeResult(void)
     {
      retcode=0;
      deal=0;
      order=0;
      volume=0.0;
      price=0.0;
      bid=0.0;
      ask=0.0;
      comment="";
      retcode_external=0;
      replayed=false;
     }
  };

void WriteTradeResult(CMsgWriter &writer,const STradeResult &value)
  {
   writer.Map(10);
   writer.Key("retcode");
   writer.Int(value.retcode);
   writer.Key("deal");
   writer.UInt(value.deal);
   writer.Key("order");
   writer.UInt(value.order);
   writer.Key("volume");
   writer.Real(value.volume);
   writer.Key("price");
   writer.Real(value.price);
   writer.Key("bid");
   writer.Real(value.bid);
   writer.Key("ask");
   writer.Real(value.ask);
   writer.Key("comment");
   writer.Text(value.comment);
   writer.Key("retcode_external");
   writer.Int(value.retcode_external);
   writer.Key("replayed");
   writer.Bool(value.replayed);
  }

void WriteOrderSendParams(CMsgWriter &writer,const SOrderSendParams &value)
  {
   writer.Map(14);
   writer.Key("request_id");
   writer.Text(value.request_id);
   writer.Key("symbol");
   writer.Text(value.symbol);
   writer.Key("type");
   writer.Int((long)value.type);
   writer.Key("volume");
   writer.Real(value.volume);
   writer.Key("price");
   writer.Real(value.price);
   writer.Key("stoplimit");
   writer.Real(value.stoplimit);
   writer.Key("sl");
   writer.Real(value.sl);
   writer.Key("tp");
   writer.Real(value.tp);
   writer.Key("deviation");
   writer.Int(value.deviation);
   writer.Key("type_filling");
   writer.Int((long)value.type_filling);
   writer.Key("type_time");
   writer.Int((long)value.type_time);
   writer.Key("expiration");
   writer.Int(value.expiration);
   writer.Key("magic");
   writer.UInt(value.magic);
   writer.Key("comment");
   writer.Text(value.comment);
  }

bool ReadTradeResult(const CMsgReader &reader,const int at,const string path,STradeResult &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"retcode");
   if(!ReadInt(reader,field,path+".retcode",0,9007199254740992,value.retcode,fault))
      return(false);
   field=reader.Find(at,"deal");
   if(!ReadUInt(reader,field,path+".deal",value.deal,fault))
      return(false);
   field=reader.Find(at,"order");
   if(!ReadUInt(reader,field,path+".order",value.order,fault))
      return(false);
   field=reader.Find(at,"volume");
   if(!ReadReal(reader,field,path+".volume",value.volume,fault))
      return(false);
   field=reader.Find(at,"price");
   if(!ReadReal(reader,field,path+".price",value.price,fault))
      return(false);
   field=reader.Find(at,"bid");
   if(!ReadReal(reader,field,path+".bid",value.bid,fault))
      return(false);
   field=reader.Find(at,"ask");
   if(!ReadReal(reader,field,path+".ask",value.ask,fault))
      return(false);
   field=reader.Find(at,"comment");
   if(!ReadText(reader,field,path+".comment",256,value.comment,fault))
      return(false);
   field=reader.Find(at,"retcode_external");
   if(!ReadInt(reader,field,path+".retcode_external",-9007199254740992,9007199254740992,value.retcode_external,fault))
      return(false);
   field=reader.Find(at,"replayed");
   if(!ReadBool(reader,field,path+".replayed",value.replayed,fault))
      return(false);
   return(true);
  }

struct SPositionModifyParams
  {
   string request_id;
   ulong position;
   double sl;
   double tp;
   SPositionModifyParams(void)
     {
      request_id="";
      position=0;
      sl=0.0;
      tp=0.0;
     }
  };

bool ReadPositionModifyParams(const CMsgReader &reader,const int at,const string path,SPositionModifyParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"request_id");
   if(!ReadRequestId(reader,field,path+".request_id",value.request_id,fault))
      return(false);
   field=reader.Find(at,"position");
   if(!ReadUInt(reader,field,path+".position",value.position,fault))
      return(false);
   field=reader.Find(at,"sl");
   if(!ReadReal(reader,field,path+".sl",value.sl,fault))
      return(false);
   field=reader.Find(at,"tp");
   if(!ReadReal(reader,field,path+".tp",value.tp,fault))
      return(false);
   return(true);
  }

void WritePositionModifyParams(CMsgWriter &writer,const SPositionModifyParams &value)
  {
   writer.Map(4);
   writer.Key("request_id");
   writer.Text(value.request_id);
   writer.Key("position");
   writer.UInt(value.position);
   writer.Key("sl");
   writer.Real(value.sl);
   writer.Key("tp");
   writer.Real(value.tp);
  }

struct SPositionCloseParams
  {
   string request_id;
   ulong position;
   double volume;
   long deviation;
   int type_filling;
   ulong magic;
   string comment;
   SPositionCloseParams(void)
     {
      request_id="";
      position=0;
      volume=0.0;
      deviation=0;
      type_filling=0;
      magic=0;
      comment="";
     }
  };

bool ReadPositionCloseParams(const CMsgReader &reader,const int at,const string path,SPositionCloseParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"request_id");
   if(!ReadRequestId(reader,field,path+".request_id",value.request_id,fault))
      return(false);
   field=reader.Find(at,"position");
   if(!ReadUInt(reader,field,path+".position",value.position,fault))
      return(false);
   field=reader.Find(at,"volume");
   if(!ReadReal(reader,field,path+".volume",value.volume,fault))
      return(false);
   field=reader.Find(at,"deviation");
   if(!ReadInt(reader,field,path+".deviation",0,1000000,value.deviation,fault))
      return(false);
   field=reader.Find(at,"type_filling");
   if(!ReadOrderTypeFilling(reader,field,path+".type_filling",value.type_filling,fault))
      return(false);
   field=reader.Find(at,"magic");
   if(!ReadUInt(reader,field,path+".magic",value.magic,fault))
      return(false);
   field=reader.Find(at,"comment");
   if(!ReadText(reader,field,path+".comment",31,value.comment,fault))
      return(false);
   return(true);
  }

void WritePositionCloseParams(CMsgWriter &writer,const SPositionCloseParams &value)
  {
   writer.Map(7);
   writer.Key("request_id");
   writer.Text(value.request_id);
   writer.Key("position");
   writer.UInt(value.position);
   writer.Key("volume");
   writer.Real(value.volume);
   writer.Key("deviation");
   writer.Int(value.deviation);
   writer.Key("type_filling");
   writer.Int((long)value.type_filling);
   writer.Key("magic");
   writer.UInt(value.magic);
   writer.Key("comment");
   writer.Text(value.comment);
  }

struct SPositionCloseByParams
  {
   string request_id;
   ulong position;
   ulong position_by;
   ulong magic;
   string comment;
   SPositionCloseByParams(void)
     {
      request_id="";
      position=0;
      position_by=0;
      magic=0;
      comment="";
     }
  };

bool ReadPositionCloseByParams(const CMsgReader &reader,const int at,const string path,SPositionCloseByParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"request_id");
   if(!ReadRequestId(reader,field,path+".request_id",value.request_id,fault))
      return(false);
   field=reader.Find(at,"position");
   if(!ReadUInt(reader,field,path+".position",value.position,fault))
      return(false);
   field=reader.Find(at,"position_by");
   if(!ReadUInt(reader,field,path+".position_by",value.position_by,fault))
      return(false);
   field=reader.Find(at,"magic");
   if(!ReadUInt(reader,field,path+".magic",value.magic,fault))
      return(false);
   field=reader.Find(at,"comment");
   if(!ReadText(reader,field,path+".comment",31,value.comment,fault))
      return(false);
   return(true);
  }

void WritePositionCloseByParams(CMsgWriter &writer,const SPositionCloseByParams &value)
  {
   writer.Map(5);
   writer.Key("request_id");
   writer.Text(value.request_id);
   writer.Key("position");
   writer.UInt(value.position);
   writer.Key("position_by");
   writer.UInt(value.position_by);
   writer.Key("magic");
   writer.UInt(value.magic);
   writer.Key("comment");
   writer.Text(value.comment);
  }

struct SOrderModifyParams
  {
   string request_id;
   ulong order;
   double price;
   double stoplimit;
   double sl;
   double tp;
   int type_time;
   long expiration;
   SOrderModifyParams(void)
     {
      request_id="";
      order=0;
      price=0.0;
      stoplimit=0.0;
      sl=0.0;
      tp=0.0;
      type_time=0;
      expiration=0;
     }
  };

bool ReadOrderModifyParams(const CMsgReader &reader,const int at,const string path,SOrderModifyParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"request_id");
   if(!ReadRequestId(reader,field,path+".request_id",value.request_id,fault))
      return(false);
   field=reader.Find(at,"order");
   if(!ReadUInt(reader,field,path+".order",value.order,fault))
      return(false);
   field=reader.Find(at,"price");
   if(!ReadReal(reader,field,path+".price",value.price,fault))
      return(false);
   field=reader.Find(at,"stoplimit");
   if(!ReadReal(reader,field,path+".stoplimit",value.stoplimit,fault))
      return(false);
   field=reader.Find(at,"sl");
   if(!ReadReal(reader,field,path+".sl",value.sl,fault))
      return(false);
   field=reader.Find(at,"tp");
   if(!ReadReal(reader,field,path+".tp",value.tp,fault))
      return(false);
   field=reader.Find(at,"type_time");
   if(!ReadOrderTypeTime(reader,field,path+".type_time",value.type_time,fault))
      return(false);
   field=reader.Find(at,"expiration");
   if(!ReadInt(reader,field,path+".expiration",0,LAST_INSTANT,value.expiration,fault))
      return(false);
   return(true);
  }

void WriteOrderModifyParams(CMsgWriter &writer,const SOrderModifyParams &value)
  {
   writer.Map(8);
   writer.Key("request_id");
   writer.Text(value.request_id);
   writer.Key("order");
   writer.UInt(value.order);
   writer.Key("price");
   writer.Real(value.price);
   writer.Key("stoplimit");
   writer.Real(value.stoplimit);
   writer.Key("sl");
   writer.Real(value.sl);
   writer.Key("tp");
   writer.Real(value.tp);
   writer.Key("type_time");
   writer.Int((long)value.type_time);
   writer.Key("expiration");
   writer.Int(value.expiration);
  }

struct SOrderCancelParams
  {
   string request_id;
   ulong order;
   SOrderCancelParams(void)
     {
      request_id="";
      order=0;
     }
  };

bool ReadOrderCancelParams(const CMsgReader &reader,const int at,const string path,SOrderCancelParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"request_id");
   if(!ReadRequestId(reader,field,path+".request_id",value.request_id,fault))
      return(false);
   field=reader.Find(at,"order");
   if(!ReadUInt(reader,field,path+".order",value.order,fault))
      return(false);
   return(true);
  }

void WriteOrderCancelParams(CMsgWriter &writer,const SOrderCancelParams &value)
  {
   writer.Map(2);
   writer.Key("request_id");
   writer.Text(value.request_id);
   writer.Key("order");
   writer.UInt(value.order);
  }

struct SOrderLookupParams
  {
   string request_id;
   long since;
   SOrderLookupParams(void)
     {
      request_id="";
      since=0;
     }
  };

bool ReadOrderLookupParams(const CMsgReader &reader,const int at,const string path,SOrderLookupParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"request_id");
   if(!ReadRequestId(reader,field,path+".request_id",value.request_id,fault))
      return(false);
   field=reader.Find(at,"since");
   if(!ReadInt(reader,field,path+".since",0,LAST_INSTANT,value.since,fault))
      return(false);
   return(true);
  }

struct SOrderLookupResult
  {
   string state;
   bool has_answer;
   STradeResult answer;
   long journal_since;
   long clock;
   SOrder orders[];
   SHistoryOrder history_orders[];
   SDeal deals[];
   SPosition positions[];
   SOrderLookupResult(void)
     {
      state="";
      has_answer=false;
      journal_since=0;
      clock=0;
     }
  };

void WriteOrderLookupResult(CMsgWriter &writer,const SOrderLookupResult &value)
  {
   int fields=7;
   if(value.has_answer)
      fields++;
   writer.Map(fields);
   writer.Key("state");
   writer.Text(value.state);
   if(value.has_answer)
     {
      writer.Key("answer");
      WriteTradeResult(writer,value.answer);
     }
   writer.Key("journal_since");
   writer.Int(value.journal_since);
   writer.Key("clock");
   writer.Int(value.clock);
   writer.Key("orders");
   int orders_count=ArraySize(value.orders);
   writer.List(orders_count);
   for(int i=0; i<orders_count; i++)
      WriteOrder(writer,value.orders[i]);
   writer.Key("history_orders");
   int history_orders_count=ArraySize(value.history_orders);
   writer.List(history_orders_count);
   for(int i=0; i<history_orders_count; i++)
      WriteHistoryOrder(writer,value.history_orders[i]);
   writer.Key("deals");
   int deals_count=ArraySize(value.deals);
   writer.List(deals_count);
   for(int i=0; i<deals_count; i++)
      WriteDeal(writer,value.deals[i]);
   writer.Key("positions");
   int positions_count=ArraySize(value.positions);
   writer.List(positions_count);
   for(int i=0; i<positions_count; i++)
      WritePosition(writer,value.positions[i]);
  }

struct SIndicatorParamsInputs
  {
   bool has_integer;
   long integer;
   bool has_real;
   double real;
   bool has_text;
   string text;
   SIndicatorParamsInputs(void)
     {
      has_integer=false;
      integer=0;
      has_real=false;
      real=0.0;
      has_text=false;
      text="";
     }
  };

struct SIndicatorParams
  {
   string symbol;
   int timeframe;
   int type;
   bool has_custom;
   string custom;
   SIndicatorParamsInputs inputs[];
   bool has_buffers;
   long buffers;
   long start;
   long count;
   SIndicatorParams(void)
     {
      symbol="";
      timeframe=0;
      type=0;
      has_custom=false;
      custom="";
      has_buffers=false;
      buffers=0;
      start=0;
      count=0;
     }
  };

bool ReadIndicator(const CMsgReader &reader,const int at,const string path,int &value,SFault &fault)
  {
   if(!ReadEnum(reader,at,path,"ENUM_INDICATOR",value,fault))
      return(false);
   switch(value)
     {
      case 5:
      case 6:
      case 7:
      case 8:
      case 9:
      case 10:
      case 11:
      case 12:
      case 13:
      case 14:
      case 15:
      case 16:
      case 17:
      case 18:
      case 19:
      case 20:
      case 21:
      case 22:
      case 23:
      case 24:
      case 25:
      case 26:
      case 27:
      case 28:
      case 29:
      case 30:
      case 31:
      case 32:
      case 33:
      case 34:
      case 35:
      case 36:
      case 37:
      case 38:
      case 39:
      case 40:
      case 41:
      case 42:
      case 43:
         return(true);
      default:
         return(NotOneOf(value,path,"ENUM_INDICATOR",fault));
     }
  }

bool ReadIndicatorParamsInputs(const CMsgReader &reader,const int at,const string path,SIndicatorParamsInputs &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"integer");
   value.has_integer=(field>=0 && !reader.IsNil(field));
   if(value.has_integer)
     {
      if(!ReadInt(reader,field,path+".integer",-9007199254740992,9007199254740992,value.integer,fault))
         return(false);
     }
   field=reader.Find(at,"real");
   value.has_real=(field>=0 && !reader.IsNil(field));
   if(value.has_real)
     {
      if(!ReadReal(reader,field,path+".real",value.real,fault))
         return(false);
     }
   field=reader.Find(at,"text");
   value.has_text=(field>=0 && !reader.IsNil(field));
   if(value.has_text)
     {
      if(!ReadText(reader,field,path+".text",256,value.text,fault))
         return(false);
     }
   return(true);
  }

bool ReadIndicatorParams(const CMsgReader &reader,const int at,const string path,SIndicatorParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   field=reader.Find(at,"timeframe");
   if(!ReadTimeframes(reader,field,path+".timeframe",value.timeframe,fault))
      return(false);
   field=reader.Find(at,"type");
   if(!ReadIndicator(reader,field,path+".type",value.type,fault))
      return(false);
   field=reader.Find(at,"custom");
   value.has_custom=(field>=0 && !reader.IsNil(field));
   if(value.has_custom)
     {
      if(!ReadText(reader,field,path+".custom",128,value.custom,fault))
         return(false);
     }
   field=reader.Find(at,"inputs");
   int inputs_count=0;
   if(!ReadList(reader,field,path+".inputs",64,inputs_count,fault))
      return(false);
   if(ArrayResize(value.inputs,inputs_count)!=inputs_count)
      return(OutOfMemory(fault));
   field=reader.First(field);
   for(int i=0; i<inputs_count; i++)
     {
      if(!ReadIndicatorParamsInputs(reader,field,path+".inputs"+"["+IntegerToString(i)+"]",value.inputs[i],fault))
         return(false);
      field=reader.Next(field);
     }
   field=reader.Find(at,"buffers");
   value.has_buffers=(field>=0 && !reader.IsNil(field));
   if(value.has_buffers)
     {
      if(!ReadInt(reader,field,path+".buffers",1,32,value.buffers,fault))
         return(false);
     }
   field=reader.Find(at,"start");
   if(!ReadInt(reader,field,path+".start",0,9007199254740992,value.start,fault))
      return(false);
   field=reader.Find(at,"count");
   if(!ReadInt(reader,field,path+".count",1,10000,value.count,fault))
      return(false);
   return(true);
  }

struct SIndicatorResultBuffers
  {
   string name;
   double values[];
   SIndicatorResultBuffers(void)
     {
      name="";
     }
  };

struct SIndicatorResult
  {
   long digits;
   long times[];
   SIndicatorResultBuffers buffers[];
   SIndicatorResult(void)
     {
      digits=0;
     }
  };

void WriteIndicatorResultBuffers(CMsgWriter &writer,const SIndicatorResultBuffers &value)
  {
   writer.Map(2);
   writer.Key("name");
   writer.Text(value.name);
   writer.Key("values");
   int values_count=ArraySize(value.values);
   writer.List(values_count);
   for(int i=0; i<values_count; i++)
      writer.Real(value.values[i]);
  }

void WriteIndicatorResult(CMsgWriter &writer,const SIndicatorResult &value)
  {
   writer.Map(3);
   writer.Key("digits");
   writer.Int(value.digits);
   writer.Key("times");
   int times_count=ArraySize(value.times);
   writer.List(times_count);
   for(int i=0; i<times_count; i++)
      writer.Int(value.times[i]);
   writer.Key("buffers");
   int buffers_count=ArraySize(value.buffers);
   writer.List(buffers_count);
   for(int i=0; i<buffers_count; i++)
      WriteIndicatorResultBuffers(writer,value.buffers[i]);
  }

struct SCalendarParams
  {
   long from;
   long to;
   bool has_currency;
   string currency;
   bool has_country;
   string country;
   bool has_offset;
   long offset;
   bool has_count;
   long count;
   SCalendarParams(void)
     {
      from=0;
      to=0;
      has_currency=false;
      currency="";
      has_country=false;
      country="";
      has_offset=false;
      offset=0;
      has_count=false;
      count=0;
     }
  };

bool ReadCalendarParams(const CMsgReader &reader,const int at,const string path,SCalendarParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"from");
   if(!ReadInt(reader,field,path+".from",0,LAST_INSTANT,value.from,fault))
      return(false);
   field=reader.Find(at,"to");
   if(!ReadInt(reader,field,path+".to",0,LAST_INSTANT,value.to,fault))
      return(false);
   field=reader.Find(at,"currency");
   value.has_currency=(field>=0 && !reader.IsNil(field));
   if(value.has_currency)
     {
      if(!ReadText(reader,field,path+".currency",16,value.currency,fault))
         return(false);
     }
   field=reader.Find(at,"country");
   value.has_country=(field>=0 && !reader.IsNil(field));
   if(value.has_country)
     {
      if(!ReadText(reader,field,path+".country",8,value.country,fault))
         return(false);
     }
   field=reader.Find(at,"offset");
   value.has_offset=(field>=0 && !reader.IsNil(field));
   if(value.has_offset)
     {
      if(!ReadInt(reader,field,path+".offset",0,9007199254740992,value.offset,fault))
         return(false);
     }
   field=reader.Find(at,"count");
   value.has_count=(field>=0 && !reader.IsNil(field));
   if(value.has_count)
     {
      if(!ReadInt(reader,field,path+".count",1,9007199254740992,value.count,fault))
         return(false);
     }
   return(true);
  }

struct SCalendarValue
  {
   ulong id;
   ulong event_id;
   long time;
   string country;
   string currency;
   string name;
   int importance;
   bool has_actual;
   double actual;
   bool has_forecast;
   double forecast;
   bool has_previous;
   double previous;
   bool has_revised_previous;
   double revised_previous;
   int impact;
   string unit;
   string multiplier;
   long digits;
   SCalendarValue(void)
     {
      id=0;
      event_id=0;
      time=0;
      country="";
      currency="";
      name="";
      importance=0;
      has_actual=false;
      actual=0.0;
      has_forecast=false;
      forecast=0.0;
      has_previous=false;
      previous=0.0;
      has_revised_previous=false;
      revised_previous=0.0;
      impact=0;
      unit="";
      multiplier="";
      digits=0;
     }
  };

struct SCalendarResult
  {
   long total;
   SCalendarValue values[];
   SCalendarResult(void)
     {
      total=0;
     }
  };

void WriteCalendarValue(CMsgWriter &writer,const SCalendarValue &value)
  {
   int fields=11;
   if(value.has_actual)
      fields++;
   if(value.has_forecast)
      fields++;
   if(value.has_previous)
      fields++;
   if(value.has_revised_previous)
      fields++;
   writer.Map(fields);
   writer.Key("id");
   writer.UInt(value.id);
   writer.Key("event_id");
   writer.UInt(value.event_id);
   writer.Key("time");
   writer.Int(value.time);
   writer.Key("country");
   writer.Text(value.country);
   writer.Key("currency");
   writer.Text(value.currency);
   writer.Key("name");
   writer.Text(value.name);
   writer.Key("importance");
   writer.Int((long)value.importance);
   if(value.has_actual)
     {
      writer.Key("actual");
      writer.Real(value.actual);
     }
   if(value.has_forecast)
     {
      writer.Key("forecast");
      writer.Real(value.forecast);
     }
   if(value.has_previous)
     {
      writer.Key("previous");
      writer.Real(value.previous);
     }
   if(value.has_revised_previous)
     {
      writer.Key("revised_previous");
      writer.Real(value.revised_previous);
     }
   writer.Key("impact");
   writer.Int((long)value.impact);
   writer.Key("unit");
   writer.Text(value.unit);
   writer.Key("multiplier");
   writer.Text(value.multiplier);
   writer.Key("digits");
   writer.Int(value.digits);
  }

void WriteCalendarResult(CMsgWriter &writer,const SCalendarResult &value)
  {
   writer.Map(2);
   writer.Key("total");
   writer.Int(value.total);
   writer.Key("values");
   int values_count=ArraySize(value.values);
   writer.List(values_count);
   for(int i=0; i<values_count; i++)
      WriteCalendarValue(writer,value.values[i]);
  }

struct SScreenshotParams
  {
   string symbol;
   int timeframe;
   long width;
   long height;
   SScreenshotParams(void)
     {
      symbol="";
      timeframe=0;
      width=0;
      height=0;
     }
  };

bool ReadScreenshotParams(const CMsgReader &reader,const int at,const string path,SScreenshotParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"symbol");
   if(!ReadSymbol(reader,field,path+".symbol",64,value.symbol,fault))
      return(false);
   field=reader.Find(at,"timeframe");
   if(!ReadTimeframes(reader,field,path+".timeframe",value.timeframe,fault))
      return(false);
   field=reader.Find(at,"width");
   if(!ReadInt(reader,field,path+".width",160,3840,value.width,fault))
      return(false);
   field=reader.Find(at,"height");
   if(!ReadInt(reader,field,path+".height",120,2160,value.height,fault))
      return(false);
   return(true);
  }

struct SScreenshotResult
  {
   long bytes;
   SScreenshotResult(void)
     {
      bytes=0;
     }
  };

void WriteScreenshotResult(CMsgWriter &writer,const SScreenshotResult &value)
  {
   writer.Map(1);
   writer.Key("bytes");
   writer.Int(value.bytes);
  }

struct SGlobalsParams
  {
   bool has_prefix;
   string prefix;
   SGlobalsParams(void)
     {
      has_prefix=false;
      prefix="";
     }
  };

bool ReadGlobalsParams(const CMsgReader &reader,const int at,const string path,SGlobalsParams &value,SFault &fault)
  {
   if(!reader.IsMap(at))
      return(Expected(reader,at,path,"a map",fault));
   int field=0;
   field=reader.Find(at,"prefix");
   value.has_prefix=(field>=0 && !reader.IsNil(field));
   if(value.has_prefix)
     {
      if(!ReadText(reader,field,path+".prefix",64,value.prefix,fault))
         return(false);
     }
   return(true);
  }

struct SGlobalVariable
  {
   string name;
   double value;
   long time;
   SGlobalVariable(void)
     {
      name="";
      value=0.0;
      time=0;
     }
  };

struct SGlobalsResult
  {
   SGlobalVariable globals[];
   SGlobalsResult(void)
     {
     }
  };

void WriteGlobalVariable(CMsgWriter &writer,const SGlobalVariable &value)
  {
   writer.Map(3);
   writer.Key("name");
   writer.Text(value.name);
   writer.Key("value");
   writer.Real(value.value);
   writer.Key("time");
   writer.Int(value.time);
  }

void WriteGlobalsResult(CMsgWriter &writer,const SGlobalsResult &value)
  {
   writer.Map(1);
   writer.Key("globals");
   int globals_count=ArraySize(value.globals);
   writer.List(globals_count);
   for(int i=0; i<globals_count; i++)
      WriteGlobalVariable(writer,value.globals[i]);
  }

struct SChart
  {
   ulong id;
   string symbol;
   int timeframe;
   bool own;
   string indicators[];
   SChart(void)
     {
      id=0;
      symbol="";
      timeframe=0;
      own=false;
     }
  };

struct SChartsResult
  {
   SChart charts[];
   SChartsResult(void)
     {
     }
  };

void WriteChart(CMsgWriter &writer,const SChart &value)
  {
   writer.Map(5);
   writer.Key("id");
   writer.UInt(value.id);
   writer.Key("symbol");
   writer.Text(value.symbol);
   writer.Key("timeframe");
   writer.Int((long)value.timeframe);
   writer.Key("own");
   writer.Bool(value.own);
   writer.Key("indicators");
   int indicators_count=ArraySize(value.indicators);
   writer.List(indicators_count);
   for(int i=0; i<indicators_count; i++)
      writer.Text(value.indicators[i]);
  }

void WriteChartsResult(CMsgWriter &writer,const SChartsResult &value)
  {
   writer.Map(1);
   writer.Key("charts");
   int charts_count=ArraySize(value.charts);
   writer.List(charts_count);
   for(int i=0; i<charts_count; i++)
      WriteChart(writer,value.charts[i]);
  }

struct SHbEvent
  {
   long time_server_raw;
   long time_gmt_raw;
   bool connected;
   string seq_keys[];
   long seq_values[];
   SHbEvent(void)
     {
      time_server_raw=0;
      time_gmt_raw=0;
      connected=false;
     }
  };

void WriteHbEvent(CMsgWriter &writer,const SHbEvent &value)
  {
   writer.Map(4);
   writer.Key("time_server_raw");
   writer.Int(value.time_server_raw);
   writer.Key("time_gmt_raw");
   writer.Int(value.time_gmt_raw);
   writer.Key("connected");
   writer.Bool(value.connected);
   writer.Key("seq");
   int seq_count=ArraySize(value.seq_keys);
   writer.Map(seq_count);
   for(int i=0; i<seq_count; i++)
     {
      writer.Text(value.seq_keys[i]);
      writer.Int(value.seq_values[i]);
     }
  }

struct STickEvent
  {
   uchar ticks[];
   STickEvent(void)
     {
     }
  };

void WriteTickEvent(CMsgWriter &writer,const STickEvent &value)
  {
   writer.Map(1);
   writer.Key("ticks");
   writer.Bytes(value.ticks,ArraySize(value.ticks));
  }

struct SBookEvent
  {
   SBookEntry entries[];
   SBookEvent(void)
     {
     }
  };

void WriteBookEvent(CMsgWriter &writer,const SBookEvent &value)
  {
   writer.Map(1);
   writer.Key("entries");
   int entries_count=ArraySize(value.entries);
   writer.List(entries_count);
   for(int i=0; i<entries_count; i++)
      WriteBookEntry(writer,value.entries[i]);
  }

struct SBarEvent
  {
   uchar rates[];
   SBarEvent(void)
     {
     }
  };

void WriteBarEvent(CMsgWriter &writer,const SBarEvent &value)
  {
   writer.Map(1);
   writer.Key("rates");
   writer.Bytes(value.rates,ArraySize(value.rates));
  }

struct SAccountEvent
  {
   string cause;
   SAccountInfo account;
   SAccountEvent(void)
     {
      cause="";
     }
  };

void WriteAccountEvent(CMsgWriter &writer,const SAccountEvent &value)
  {
   writer.Map(2);
   writer.Key("cause");
   writer.Text(value.cause);
   writer.Key("account");
   WriteAccountInfo(writer,value.account);
  }

struct SPositionsEvent
  {
   string cause;
   SPosition positions[];
   SPositionsEvent(void)
     {
      cause="";
     }
  };

void WritePositionsEvent(CMsgWriter &writer,const SPositionsEvent &value)
  {
   writer.Map(2);
   writer.Key("cause");
   writer.Text(value.cause);
   writer.Key("positions");
   int positions_count=ArraySize(value.positions);
   writer.List(positions_count);
   for(int i=0; i<positions_count; i++)
      WritePosition(writer,value.positions[i]);
  }

struct SOrdersEvent
  {
   SOrder orders[];
   SOrdersEvent(void)
     {
     }
  };

void WriteOrdersEvent(CMsgWriter &writer,const SOrdersEvent &value)
  {
   writer.Map(1);
   writer.Key("orders");
   int orders_count=ArraySize(value.orders);
   writer.List(orders_count);
   for(int i=0; i<orders_count; i++)
      WriteOrder(writer,value.orders[i]);
  }

struct STradeEvent
  {
   int type;
   ulong deal;
   ulong order;
   string symbol;
   int order_type;
   int order_state;
   int deal_type;
   int time_type;
   long time_expiration;
   double price;
   double price_trigger;
   double price_sl;
   double price_tp;
   double volume;
   ulong position;
   ulong position_by;
   STradeEvent(void)
     {
      type=0;
      deal=0;
      order=0;
      symbol="";
      order_type=0;
      order_state=0;
      deal_type=0;
      time_type=0;
      time_expiration=0;
      price=0.0;
      price_trigger=0.0;
      price_sl=0.0;
      price_tp=0.0;
      volume=0.0;
      position=0;
      position_by=0;
     }
  };

void WriteTradeEvent(CMsgWriter &writer,const STradeEvent &value)
  {
   writer.Map(16);
   writer.Key("type");
   writer.Int((long)value.type);
   writer.Key("deal");
   writer.UInt(value.deal);
   writer.Key("order");
   writer.UInt(value.order);
   writer.Key("symbol");
   writer.Text(value.symbol);
   writer.Key("order_type");
   writer.Int((long)value.order_type);
   writer.Key("order_state");
   writer.Int((long)value.order_state);
   writer.Key("deal_type");
   writer.Int((long)value.deal_type);
   writer.Key("time_type");
   writer.Int((long)value.time_type);
   writer.Key("time_expiration");
   writer.Int(value.time_expiration);
   writer.Key("price");
   writer.Real(value.price);
   writer.Key("price_trigger");
   writer.Real(value.price_trigger);
   writer.Key("price_sl");
   writer.Real(value.price_sl);
   writer.Key("price_tp");
   writer.Real(value.price_tp);
   writer.Key("volume");
   writer.Real(value.volume);
   writer.Key("position");
   writer.UInt(value.position);
   writer.Key("position_by");
   writer.UInt(value.position_by);
  }

struct SStatusEvent
  {
   bool connected;
   bool trade_allowed;
   bool expert_trade_allowed;
   long ping_last_us;
   SStatusEvent(void)
     {
      connected=false;
      trade_allowed=false;
      expert_trade_allowed=false;
      ping_last_us=0;
     }
  };

void WriteStatusEvent(CMsgWriter &writer,const SStatusEvent &value)
  {
   writer.Map(4);
   writer.Key("connected");
   writer.Bool(value.connected);
   writer.Key("trade_allowed");
   writer.Bool(value.trade_allowed);
   writer.Key("expert_trade_allowed");
   writer.Bool(value.expert_trade_allowed);
   writer.Key("ping_last_us");
   writer.Int(value.ping_last_us);
  }

#endif // MT5BRIDGE_MESSAGES_MQH
